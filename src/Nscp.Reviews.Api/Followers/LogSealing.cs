using JasperFx.Events.Projections;
using Marten;

namespace Nscp.Reviews.Api.Followers;

/// <summary>
/// Seals the log whenever it has grown. The daemon elects the host, wakes it and tries again; what is sealed, and how far, is the sealer's own: it reads the rows as
/// they are stored, of whatever software, behind a bound of its own, and keeps its own place.
/// </summary>
sealed class LogSealing : Follower
{
    /// <summary>Of no event: so the daemon reads none, and hands over empty pages.</summary>
    sealed record NoEvent;

    readonly Sealer _sealer;

    internal LogSealing(Sealer sealer) : base("sealer", batchSize: 500)
    {
        _sealer = sealer;
        IncludeType<NoEvent>();
    }

    protected override async Task<IChangeListener> HandleAsync(EventRange page, IDocumentOperations operations, CancellationToken ct)
    {
        await _sealer.SealAsync(ct);
        return NullChangeListener.Instance;
    }
}
