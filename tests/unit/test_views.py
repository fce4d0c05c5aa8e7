"""The views of the notebooks show what the tables hold, and say so where there is nothing to show."""

import pytest

from claimbook import Book, ClaimbookError, Exhibit, matrix
from claimbook.views import challenge_brief, challenges, common, mechanisms
from claimbook.views.common import Nothing


def test_mechanisms_count_what_the_matrix_holds(book: Book) -> None:
    cells = matrix(book, "strategy", "outcome", "produces")
    said = cells[cells["asserted"]]
    numbers = mechanisms.headline(book)
    assert numbers["mechanisms (strategy and outcome)"] == len(said)
    assert numbers["resting on one sentence"] == (said["statement_ids"].str.split().str.len() == 1).sum()
    # what only research brings in is none of the article's strategies
    assert numbers["strategies with an outcome"] + numbers["strategies without one"] == 48 < cells["row"].nunique()
    flow = mechanisms.as_flow(book)
    assert flow.frame["links"].sum() == cells["link_count"].sum()
    support = mechanisms.thin_support(book)
    assert support.frame["mechanisms"].sum() == len(said)
    assert str(numbers["resting on one sentence"]) in support.title


@pytest.mark.parametrize("layer", ["asserted", "checked", "difference"])
@pytest.mark.parametrize("by", ["meaning", "count", "seriation"])
def test_a_matrix_is_shown_in_every_layer_and_order(book: Book, layer: str, by: str) -> None:
    for exhibit in (mechanisms.as_matrix(book, layer=layer, by=by), challenges.as_matrix(book, layer=layer, by=by)):
        assert isinstance(exhibit, Exhibit)
        assert exhibit.key.endswith(layer)
        assert "not yet checked" in set(exhibit.frame["checked"])
        assert len(set(exhibit.frame["checked"])) > 2
        asserted = (exhibit.frame["links"] > 0).sum()
        assert 0 < asserted < len(exhibit.frame)


def test_chains_are_the_steps_between_outcomes(book: Book) -> None:
    chains = mechanisms.chains(book)
    links = book.tables["links"]
    assert chains.frame["links"].sum() == (links["relation"] == "leads_to").sum()


def test_every_challenge_is_answered_or_listed(book: Book) -> None:
    numbers = challenges.headline(book)
    assert numbers["with a strategy that addresses them"] + numbers["without an answer"] == 27
    listed = challenges.without_answer(book)
    assert len(listed) == numbers["without an answer"]
    assert challenges.by_level(book).frame["challenges"].sum() == 27 < len(book.tables["challenges"])
    only_research = book.tables["challenges"].query("scope == 'extension'")["name"]
    assert not set(listed["challenge"]) & set(only_research)
    links = book.tables["links"]
    expected = links["relation"].isin(["hinders", "aggravates"]).sum()
    assert challenges.most_harmful(book).frame["links"].sum() == expected


def test_a_choice_without_anything_says_so(book: Book) -> None:
    nothing = [
        challenges.as_matrix(book, "technological"),
        challenges.most_harmful(book, "tactical", ["aim"]),
        mechanisms.as_flow(book, "challenges"),
        mechanisms.as_matrix(book, "challenges"),
        mechanisms.thin_support(book, "challenges"),
    ]
    for one in nothing:
        assert isinstance(one, Nothing)
        assert one.why


def test_an_unknown_level_suggests_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean ethical"):
        challenges.answers(book, "ethicl")


def test_every_challenge_has_its_brief(book: Book) -> None:
    links = book.tables["links"]
    for challenge in challenge_brief.challenges(book):
        found = challenge_brief.links(book, challenge)
        assert len(found) == ((links["source"] == challenge) | (links["target"] == challenge)).sum()
        named = (book.tables["mentions"]["entity_id"] == challenge).sum()
        told = challenge_brief.statements(book, challenge)
        assert len(told) == len(found) + named
        assert (len(told) > 0) == (challenge in common.named(book, "challenge"))
        if len(told):
            assert set(found["statement_id"]) <= set(told["statement"])
        for part in (challenge_brief.answers(book, challenge), challenge_brief.surroundings(book, challenge)):
            assert isinstance(part, Exhibit) == (len(part.frame) > 0 if isinstance(part, Exhibit) else False)
            assert part.title
        assert challenge_brief.headline(book, challenge)["links"] == len(found)
        assert challenge_brief.definition(book, challenge).set_index("column").loc["name", "value"]


def test_directions_part_the_links_of_a_challenge(book: Book) -> None:
    both = challenge_brief.links(book, "civilian-blending")
    harms = challenge_brief.links(book, "civilian-blending", direction="harms")
    assert 0 < len(harms) <= len(both)
    assert set(harms["relation"]) <= {"hinders", "aggravates"}


def test_words_for_nothing_are_escaped(book: Book) -> None:
    page = Nothing("k", "<b>title</b>", "<script>").to_html()
    assert "<b>" not in page
    assert "<script>" not in page
    assert "Creative Commons" in common.provenance(book)
