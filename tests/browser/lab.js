// What the tests do inside JupyterLab, by its own commands; `jupyterapp` is there because the test's Lab exposes it.
window.lab = {
  // Open a notebook, wait for its kernel (what is run before it answers is lost), run all cells, wait for the last.
  async run(path) {
    const options = { activate: false };
    const panel = await jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook", options });
    await panel.revealed;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    await jupyterapp.commands.execute("notebook:run-all-cells", { semanticWidget: panel.id });
    return panel;
  },

  // The outputs of a notebook as its model has them.
  outputs(panel) {
    const cells = [...panel.content.model.cells].filter((cell) => cell.type === "code");
    return cells.flatMap((cell) => cell.outputs.toJSON());
  },

  // How many figures the outputs hold, how many are drawn, how many have their table; what went wrong; what never ran.
  count(panel) {
    const outputs = this.outputs(panel);
    const plots = [...panel.node.querySelectorAll(".js-plotly-plot")];
    const cells = [...panel.content.model.cells].filter((cell) => cell.type === "code" && cell.sharedModel.source);
    return {
      figures: outputs.filter((one) => one.data && "application/vnd.plotly.v1+json" in one.data).length,
      drawn: plots.filter((plot) => plot.offsetHeight > 50 && plot.querySelector(".main-svg :is(.trace, .hm, .layer)")).length,
      twins: panel.node.querySelectorAll("details.exhibit-twin").length,
      errors: outputs.filter((one) => one.output_type === "error" || one.name === "stderr").map((one) => one.ename || one.text),
      idle: cells.filter((cell) => !cell.executionCount).length,
    };
  },

  // Look at a notebook until its figures are drawn, and count; a figure has no size in a tab that nobody sees.
  async look(panel, seconds) {
    jupyterapp.shell.activateById(panel.id);
    const end = performance.now() + 1000 * seconds;
    for (;;) {
      const counted = this.count(panel);
      if (counted.drawn === counted.figures || performance.now() > end) return counted;
      await new Promise(requestAnimationFrame);
    }
  },

  // Run a notebook, look at it when it is its turn, and leave neither tab nor kernel behind.
  turn: Promise.resolve(),
  async visit(path, seconds) {
    const late = new Promise((_, fail) => setTimeout(fail, 1000 * seconds, new Error(`not done in ${seconds} s`)));
    const panel = await Promise.race([this.run(path), late]);
    this.turn = this.turn.then(() => this.look(panel, seconds));
    const counted = await this.turn;
    await panel.sessionContext.shutdown();
    panel.dispose();
    return counted;
  },

  // Begin to visit notebooks, so many at a time: a kernel works while a page is drawn. `visits` has a promise for each.
  begin(paths, atOnce, seconds) {
    const waiting = paths.map((path) => ({ path, ...Promise.withResolvers() }));
    this.visits = Object.fromEntries(waiting.map((one) => [one.path, one.promise.catch((error) => ({ failed: `${error}` }))]));
    const next = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        await this.visit(one.path, seconds).then(one.resolve, one.reject);
      }
    };
    for (let place = 0; place < atOnce; place++) next();
  },
};
