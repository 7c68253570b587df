namespace Nscp.Reviews.Api.Milestones;

/// <summary>
/// Those who lost a race for a case try again one after the other, so that everybody gets through however many write at once.
/// The first try takes no turn: most of the time nobody else writes.
/// </summary>
sealed class Turns
{
    // Two cases may share a queue; that only makes one wait for the other.
    readonly SemaphoreSlim[] _queues = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    internal async Task<IDisposable> TakeAsync(string tenant, StreamAddress stream, CancellationToken ct)
    {
        var queue = _queues[(uint)HashCode.Combine(tenant, stream) % _queues.Length];
        await queue.WaitAsync(ct);
        return new Turn(queue);
    }

    sealed class Turn(SemaphoreSlim queue) : IDisposable
    {
        public void Dispose() => queue.Release();
    }
}
