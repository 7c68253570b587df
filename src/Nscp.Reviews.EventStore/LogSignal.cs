namespace Nscp.Reviews.EventStore;

/// <summary>Tells whoever works in the same process that something was recorded. Not NOTIFY, which would let one commit at a time through.</summary>
public sealed class LogSignal
{
    TaskCompletionSource? _waiting;

    internal void Raise()
    {
        if (Volatile.Read(ref _waiting) is not null)
            Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
    }

    /// <summary>Ends when something is recorded next. To be taken before the database is looked at, so that nothing is missed in between.</summary>
    internal Task Next()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _waiting, fresh, null) ?? fresh).Task;
    }
}
