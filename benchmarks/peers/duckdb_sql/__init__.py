"""The platform's rules in DuckDB SQL, as far as the generated files show them.

Left out, as no generated record needs it, or as SQL cannot know it:

- zeros in telephone numbers that a library knows to be dialled within a country only, but for
  seven countries;
- notations of numbers and moments, spellings of nothing and encodings that are not generated;
- records that name a column several times, in which another one than the first says something;
- kinds of whole files that no peer is given (`UNREADABLE_KINDS` in `benchmarks.data`);
- newer versions of a file, files set aside, and conflicts that a contract decides;
- bronze, the content of merged records, and everything that makes a run accountable.
"""
