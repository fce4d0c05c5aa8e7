"""Readers of producers' own files: one module for each producer, each checks what it reads before it hands it on."""
