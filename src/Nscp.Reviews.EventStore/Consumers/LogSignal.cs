namespace Nscp.Reviews.EventStore;

/// <summary>Tells consumers in the same process that something was appended. Not NOTIFY, which would let one commit at a time through.</summary>
public sealed class LogSignal
{
    TaskCompletionSource? _waiting;

    internal void Raise()
    {
        if (Volatile.Read(ref _waiting) is not null)
            Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
    }

    /// <summary>Ends at the next append. To be taken before the log is looked at, so that nothing is missed in between.</summary>
    internal Task Next()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _waiting, fresh, null) ?? fresh).Task;
    }
}
