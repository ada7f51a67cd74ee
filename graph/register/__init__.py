"""The register (登记库): numbered editions, one small file that says which is current, the files they were made of, who did what.

::

    REGISTER/
      register.json          format, when it was made
      secret.key             32 random bytes, readable by the owner only
      current                the number of the current edition, replaced as one file
      log.jsonl              who did what when, one line each
      queries.jsonl          who asked what when, one line each (api.asking.log)
      lock                   held by the one process that writes
      approved/0001          an edition that has been current: who approved it and when
      files/ab/<sha256>      the ledgers as they arrived, each once
      editions/0001/ …       graph.edition
      comparisons/0001/      what the load of an edition changed, for people
      decisions.json         which persons somebody decided to be the same
      stores/0001/           the embedded copy, rebuilt when it is gone
      results/               coverage already computed, rebuilt when it is gone
"""

from __future__ import annotations

from graph.register.register import Register, create, open_register

__all__ = ["Register", "create", "open_register"]
