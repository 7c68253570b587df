using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Tells a fault that waiting may cure from one that it will not.</summary>
static class PassingFault
{
    internal static bool Is(Exception fault)
    {
        for (var one = fault; one is not null; one = one.InnerException)
        {
            // Storage and networks come back, and permissions are given again: no event is to blame, and none must stop a consumer for it. What ends too early is
            // data, and may be an event's.
            if (one is TimeoutException or OperationCanceledException or (IOException and not EndOfStreamException) or UnauthorizedAccessException || (one is NpgsqlException database && Is(database)))
                return true;
        }
        return false;
    }

    // What the driver calls transient leaves out a server that stops, and sessions and statements that were ended.
    static bool Is(NpgsqlException fault) => fault.IsTransient || fault.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled
        or ['5', '3', ..] or ['5', '7', 'P', '0', ..] or ['0', '8', ..] or ['2', '5', 'P', '0', '3' or '4'];

    /// <summary>What an operator may be told: a type and a code, never a message, which may quote a row.</summary>
    internal static string Kind(Exception fault) => fault switch
    {
        PostgresException database => $"{fault.GetType().FullName} {database.SqlState}",
        // Our own sentence, about the database and not about what is in it.
        LogReaderException => $"{fault.GetType().FullName}: {fault.Message}",
        _ => fault.GetType().FullName!,
    };
}

/// <summary>Waits longer after each fault in a row, up to a bound, and never as long as another host that met the same fault.</summary>
sealed class BackOff(ConsumerSettings settings)
{
    TimeSpan _next = settings.FirstWait;

    internal void Reset() => _next = settings.FirstWait;

    internal TimeSpan Next()
    {
        var wait = _next * (0.5 + (Random.Shared.NextDouble() / 2));
        _next = _next * 2 < settings.LongestWait ? _next * 2 : settings.LongestWait;
        return wait;
    }
}
