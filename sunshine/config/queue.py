"""The queue as procrastinate has it, but for errors that are no errors.

A periodic job that still waits holds its queueing lock, and procrastinate learns of that by letting the next one break
a constraint. PostgreSQL logs each such break, every two seconds while the worker is busy, and an operator who looks for
what is wrong reads nothing else. So we look first.
"""

from procrastinate.app import App
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(queueing_lock)s AND status = 'todo'"


class LookingFirst(JobManager):
    """Defers a periodic job only if no equal one waits; two workers at one instant are told apart by the constraint."""

    async def waits(self, job: Job) -> bool:
        """Whether a job with the same queueing lock waits to be done."""
        if job.queueing_lock is None:
            return False
        found = await self.connector.execute_query_all_async(WAITS, queueing_lock=job.queueing_lock)
        return bool(list(found))

    async def defer_periodic_job(self, job: Job, periodic_id: str, defer_timestamp: int) -> int | None:
        """The id of the job that now waits, None if there is one already."""
        if await self.waits(job):
            return None
        return await super().defer_periodic_job(job, periodic_id, defer_timestamp)


def prepare(app: App) -> None:
    """Let the application look first (PROCRASTINATE_ON_APP_READY)."""
    app.job_manager = LookingFirst(connector=app.connector)
