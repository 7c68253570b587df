using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>Somebody at a meeting.</summary>
/// <param name="SpeaksFor">Which of the three partners they speak for there; null when for none.</param>
public sealed record AttendedTold(NamedOrganisation Organisation, string Role, SafeguardingPartner? SpeaksFor);

/// <summary>One of the three partners whom a quorum needs, for the place of the incident on the day of the meeting.</summary>
/// <param name="Required">Null where the place is none of ours.</param>
public sealed record QuorumPartner(SafeguardingPartner Partner, NamedOrganisation? Required, bool Present);

/// <summary>The meeting that decides: the last one held by the day of the decision. Each meeting stands alone.</summary>
public sealed record MeetingTold(long Version, LocalDate On, ListOf<AttendedTold> Attended, bool Quorate, ListOf<QuorumPartner> Partners)
{
    /// <summary>Null on the side on which no meeting is known.</summary>
    internal static TwoReadings<MeetingTold> Of(DecisionReading reading) => TwoReadings<MeetingTold>.Of(Told(reading, reading.OnTheDay), Told(reading, reading.Now));

    static MeetingTold? Told(DecisionReading reading, Understanding understanding)
    {
        if (understanding.All<RapidReviewHeld>().OrderBy(m => m.Entry.HappenedOn).LastOrDefault() is not ({ } entry, { } held)) return null;
        var occasion = understanding.At(entry);
        var missing = Domain.Milestones.Partners.Missing(held.Attendance.Select(a => a.Organisation), occasion);
        return new(
            entry.Envelope.Version, entry.HappenedOn,
            ListOf.From(held.Attendance.Select(a => new AttendedTold(reading.Named(a.Organisation), a.Role.Value, Domain.Milestones.Partners.Speaks(a.Organisation, occasion)))), missing.Count == 0,
            ListOf.From(Enum.GetValues<SafeguardingPartner>().Select(p => new QuorumPartner(p, reading.Named(Domain.Milestones.Partners.Of(p, occasion)), !missing.Contains(p)))));
    }
}
