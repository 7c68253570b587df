using static Nscp.Reviews.Domain.Events.PartnershipEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The partners' yearly report: Children Act 2004 s16G(7). A fact of the partnership, not of a case.</summary>
public static class YearlyReports
{
    public sealed record Publish(LocalDate CoversFrom, LocalDate CoversTo, ShortText Where);

    /// <summary>What became of a command: the facts to record, none when they stand already, or why not.</summary>
    public sealed record Decided(ListOf<PartnershipEvent> Facts, Objection? Refusal)
    {
        public static implicit operator Decided(Objection refusal) => new([], refusal);
    }

    public static IReadOnlyList<string> Codes { get; } = ["in-the-future", "known-before-it-happened", "unknown-organisation", "period-unclear", "published-before-the-period-ended"];

    /// <summary><see cref="Recording.HappenedOn"/> is the day of publication.</summary>
    public static Decided Decide(IEnumerable<PartnershipEntry> history, Publish command, Recording recording)
    {
        var on = recording.HappenedOn;
        if (on > recording.Today || recording.KnownOn > recording.Today)
            return new Objection("in-the-future", $"Today is {Say.Date(recording.Today)}: a report that has not been published yet cannot be recorded.", "Check happenedOn and knownOn.");
        if (recording.KnownOn < on)
            return new Objection("known-before-it-happened", "It cannot have been known before it happened.", "Check knownOn.");
        if (recording.World.Organisations.Find(recording.By.Organisation) is null)
            return new Objection("unknown-organisation", $"{recording.By.Organisation} is not in the register of organisations.", "Take a code from GET /api/v1/organisations.");
        if (command.CoversTo < command.CoversFrom)
            return new Objection("period-unclear", "The period that the report covers ends before it begins.", "Check coversFrom and coversTo.");
        if (on < command.CoversTo)
            return new Objection("published-before-the-period-ended", $"The report cannot have been published on {Say.Date(on)}, before its period ended on {Say.Date(command.CoversTo)}.", "Check happenedOn and coversTo.");
        var fact = new YearlyReportPublished(command.CoversFrom, command.CoversTo, command.Where);
        return new Decided(history.Any(e => e.Envelope.HappenedOn == on && e.Fact.Equals(fact)) ? [] : [fact], null);
    }
}
