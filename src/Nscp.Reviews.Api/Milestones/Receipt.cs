using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>The answer to a command.</summary>
/// <param name="Version">The case's version after it: the ETag of the next command.</param>
/// <param name="Recorded">The events that it recorded; none when all of it stood already.</param>
/// <param name="Clocks">The case's clocks as they now stand.</param>
/// <param name="Next">What may be recorded next.</param>
public sealed record Receipt(CaseReference Reference, long Version, IReadOnlyList<RecordedEvent> Recorded, IReadOnlyList<ClockAnswer> Clocks, IReadOnlyList<NextStep> Next)
{
    internal static Task WriteAsync(HttpContext http, Attempted command, Result.Done done)
    {
        var services = http.RequestServices;
        var (caller, today, state) = (command.Caller, services.GetRequiredService<HostClock>().Today, done.History.State);
        var receipt = new Receipt(
            state.Reference!.Value, done.To,
            [.. done.History.AsRecorded.Where(e => e.Envelope.Version >= done.From && e.Envelope.Version <= done.To).Select(RecordedEvent.Of)],
            Sight.Clocks(caller, ClockAnswer.Of(done.History, done.World, today)),
            Sight.Next(caller, NextStep.OfCase(state).Where(step => step.May)));
        http.Response.SetVersion(done.To);
        if (done.MadeAgain) RequestKey.MarkAsMadeAgain(http.Response);
        if (!command.Opens || done.To < done.From) return JsonAnswer.WriteAsync(http, receipt);
        http.Response.Headers.Location = $"/api/v1/cases/{receipt.Reference}";
        return JsonAnswer.WriteAsync(http, receipt, StatusCodes.Status201Created);
    }
}

/// <summary>An event as its recorder is told of it.</summary>
public sealed record RecordedEvent(
    Guid Id, long Version, string Type, JsonElement Facts, LocalDate HappenedOn, LocalDate KnownOn, Instant RecordedAt, Recorder Recorder, ByWhom By, ProtectedText? Reason, ListOf<string> Despite)
{
    internal static RecordedEvent Of(Entry entry) => Of(entry.Envelope, EventCatalogue.NameOf(entry.Fact), entry.Fact);

    internal static RecordedEvent Of(PartnershipEntry entry) => Of(entry.Envelope, PartnershipCatalogue.Facts.Of(entry.Fact), entry.Fact);

    static RecordedEvent Of(Envelope e, string type, object fact) => new(
        e.Id, e.Version, type, JsonSerializer.SerializeToElement(fact, fact.GetType(), DomainJson.Stored),
        e.HappenedOn, e.KnownOn, e.RecordedAt, e.Recorder, new(e.By.Organisation, e.By.Role, e.By.HowKnown), e.Reason, e.Despite);
}
