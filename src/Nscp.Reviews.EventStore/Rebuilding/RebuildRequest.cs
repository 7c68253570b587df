namespace Nscp.Reviews.EventStore;

/// <summary>What to make again.</summary>
/// <param name="Tables">At least one; rows that are worked out from one stream each, and that appends write.</param>
/// <param name="Project">Every row that a stream has in these tables, from its whole history: what appends worked their row changes out with. Pure; called from another thread.</param>
/// <param name="Version">Anything that changes whenever <paramref name="Project"/> may give other rows: what another version began is not gone on with.</param>
public sealed record RebuildRequest(IReadOnlyList<ProjectionTable> Tables, Func<StreamHistory, IReadOnlyList<ProjectionRow>> Project, string Version);

public enum RebuildPhase
{
    /// <summary>Every stream is folded into the shadow.</summary>
    Building,

    /// <summary>Streams that were appended to meanwhile are folded again.</summary>
    CatchingUp,

    /// <summary>Shadow and live rows are compared.</summary>
    Comparing,

    /// <summary>The live tables are locked against writers; told once a try.</summary>
    Swapping,

    /// <summary>The live tables are right.</summary>
    Done,
}

/// <summary>How far a rebuild is. Told on the rebuild's own thread, which waits for the listener: while it is swapping, so do writers.</summary>
/// <param name="Streams">How many are folded, also by a run that this one goes on with.</param>
/// <param name="Events">How many those streams hold.</param>
/// <param name="Rows">How many rows are in the shadow, of all tables.</param>
/// <param name="OfStreams">How many there were in the log when the run began; appends meanwhile come on top.</param>
/// <param name="OfEvents">As <paramref name="OfStreams"/>.</param>
public sealed record RebuildProgress(RebuildPhase Phase, long Streams, long Events, long Rows, long OfStreams, long OfEvents);

/// <summary>A rebuild did not happen, and nothing has changed: another one is at work over the same table, or the table was never free of writers. The message says which.</summary>
public sealed class RebuildException(string message) : Exception(message);
