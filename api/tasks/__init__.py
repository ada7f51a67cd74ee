"""Long work in processes of its own: it goes on when a browser or the server goes away, and what became of it can always be read.

::

    office/tasks/ID/
      request.json       what was asked by whom; the folder is a task once this stands
      running.json       when its process was started, and the process's number
      alive              locked by the process as long as it lives
      progress.json      stage, done, total; replaced a few times a second
      facts.json         what cannot be undone any more ("第 5 版已启用"), written before the end
      cancel.json        who wanted it to end, and when
      end.json           how it ended; never changed
      worker.log         what libraries printed; for who mends the program
      work/, tmp/        what is half-made; removed at the end, whatever it is
      files/             what it made, whole
"""

from __future__ import annotations

from api.tasks.engine import Tasks
from api.tasks.task import ENDED, STATES, ConflictError, NoTaskError, Task, TaskError

__all__ = ["ENDED", "STATES", "ConflictError", "NoTaskError", "Task", "TaskError", "Tasks"]
