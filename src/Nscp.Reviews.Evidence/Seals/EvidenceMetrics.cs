using System.Diagnostics.Metrics;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// What can be seen of sealing and verifying from outside, as a meter: <c>es.sealed</c> (events), <c>es.sealed.as_found</c> (those of them that do not fit the
/// hash recorded with them), <c>es.verifications</c> (runs that came to their end) and <c>es.verification.findings</c>. Never an id, a tenant or a text.
/// </summary>
public static class EvidenceMetrics
{
    public const string Name = "Nscp.Reviews.Evidence";

    static readonly Meter Meter = new(Name);
    static readonly Counter<long> SealedEvents = Meter.CreateCounter<long>("es.sealed", "{event}", "Events that were sealed");
    static readonly Counter<long> Misfits = Meter.CreateCounter<long>("es.sealed.as_found", "{event}", "Events that were sealed although they do not fit the hash recorded with them");
    static readonly Counter<long> Verifications = Meter.CreateCounter<long>("es.verifications", "{run}", "Verifications of the whole log that came to their end");
    static readonly Counter<long> VerificationFindings = Meter.CreateCounter<long>("es.verification.findings", "{finding}", "What verifications found not to fit");

    internal static void Sealed(int events) => SealedEvents.Add(events);

    internal static void SealedAsFound() => Misfits.Add(1);

    internal static void Verified(VerificationReport report)
    {
        Verifications.Add(1);
        VerificationFindings.Add(report.Found);
    }
}
