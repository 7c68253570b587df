using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>Whether an agency's information had come by the day of the decision.</summary>
/// <param name="ReturnedOn">The day on which it came, also where that was after the decision; null where none is known.</param>
public sealed record Arrival(bool ByTheDay, LocalDate? ReturnedOn, bool? NilReturn);

/// <summary>What one agency was asked, and when it answered.</summary>
/// <param name="DueOn">As now understood; null where the calendar gives no date.</param>
/// <param name="DueAsKnownThen">As it was counted on the day of the decision; null where nobody knew of the request then.</param>
/// <param name="KnownThen">By what the partnership knew on the day of the decision.</param>
/// <param name="RecordSaid">By what had been recorded to the end of that day.</param>
/// <param name="AsNowUnderstood">By all that is known today.</param>
/// <param name="Sentence">The three in words.</param>
public sealed record AgencyTold(
    int Request, NamedOrganisation Agency, LocalDate AskedOn, LocalDate? DueOn, LocalDate? DueAsKnownThen, ListOf<LocalDate> ChasedOn,
    Arrival KnownThen, Arrival RecordSaid, Arrival AsNowUnderstood, string Sentence)
{
    /// <summary>Every request that bears on the decision, in the order in which they were made; none that was recorded in error.</summary>
    internal static IReadOnlyList<AgencyTold> Of(DecisionReading reading, IReadOnlyList<CaseClock> onTheDay, IReadOnlyList<CaseClock> now)
    {
        var record = Corrections.Apply([.. reading.History.AsRecorded.TakeWhile(e => e.Envelope.RecordedAt <= reading.EndOfDay)]);
        var (known, said, today) = (Answers(reading.OnTheDay.Entries), Answers(record), Answers(reading.History.Corrected));
        var chased = reading.Now.All<AgencyInformationChased>().ToLookup(c => c.Fact.Request, c => c.Entry.HappenedOn);
        var (dueNow, dueThen) = (Due(now), Due(onTheDay));
        return [.. from asked in reading.Now.All<AgencyInformationRequested>() orderby asked.Entry.HappenedOn, asked.Fact.Request select Told(asked.Entry, asked.Fact)];

        AgencyTold Told(Entry entry, AgencyInformationRequested asked)
        {
            var name = (asked.Request, asked.Agency);
            var recordedLater = today.GetValueOrDefault(name)?.Envelope.RecordedAt > reading.EndOfDay;
            var told = new AgencyTold(
                asked.Request, reading.Named(asked.Agency), entry.HappenedOn, dueNow.GetValueOrDefault(entry.Envelope.Id), dueThen.GetValueOrDefault(entry.Envelope.Id), ListOf.From(chased[asked.Request]),
                Came(known.GetValueOrDefault(name)), Came(said.GetValueOrDefault(name)), Came(today.GetValueOrDefault(name)), "");
            return told with { Sentence = AgencyWords.Sentence(told, recordedLater) };
        }

        // By the request that starts the clock.
        static Dictionary<Guid, LocalDate?> Due(IReadOnlyList<CaseClock> clocks)
        {
            var due = new Dictionary<Guid, LocalDate?>(clocks.Count);
            foreach (var clock in clocks) if (clock is { Definition.ClockId: ClockIds.AgencyReturn, StartedBy: { } request }) due.TryAdd(request, clock.Due?.Date);
            return due;
        }

        Arrival Came(Entry? first) => first is null ? new(false, null, null) : new(first.HappenedOn <= reading.Day, first.HappenedOn, ((AgencyInformationReturned)first.Fact).NilReturn);
    }

    /// <summary>The earliest of each.</summary>
    static Dictionary<(int, OrganisationCode), Entry> Answers(IReadOnlyList<Entry> entries)
    {
        var first = new Dictionary<(int, OrganisationCode), Entry>();
        foreach (var entry in entries)
        {
            if (entry.Fact is not AgencyInformationReturned { Request: var request, Agency: var agency }) continue;
            if (!first.TryGetValue((request, agency), out var before) || entry.HappenedOn < before.HappenedOn) first[(request, agency)] = entry;
        }
        return first;
    }
}

/// <summary>The three views of an answer as one would say them.</summary>
static class AgencyWords
{
    internal static string Sentence(AgencyTold told, bool recordedLater) =>
        $"Asked on {Say.Date(told.AskedOn)}{(told.DueOn is { } due ? $", due on {Say.Date(due)}" : "")}. {Arrived(told, recordedLater)}";

    static string Arrived(AgencyTold told, bool recordedLater) => (told.KnownThen.ByTheDay, told.AsNowUnderstood) switch
    {
        (true, { ByTheDay: true, ReturnedOn: { } on }) when recordedLater => $"{What(told.AsNowUnderstood)} came on {Say.Date(on)} and was known when the decision was made, but was recorded only after it.",
        (true, { ByTheDay: true, ReturnedOn: { } on }) => $"{What(told.AsNowUnderstood)} came on {Say.Date(on)}, in time for the decision.",
        // What came later than it was thought to have come was not known on the day either.
        (true, _) => "On the day of the decision it was thought to have come; as now understood it never did.",
        (false, { ByTheDay: true, ReturnedOn: { } on }) when told.RecordSaid.ByTheDay => $"The record then said that it had come, on {Say.Date(on)}; as now understood those who decided did not know of it yet.",
        (false, { ByTheDay: true, ReturnedOn: { } on }) => $"{What(told.AsNowUnderstood)} came on {Say.Date(on)}, but those who decided did not know of it yet.",
        (false, { ReturnedOn: { } on }) when told.RecordSaid.ByTheDay => $"The record then said that it had come; as now understood it came on {Say.Date(on)}, after the decision.",
        (false, { ReturnedOn: { } on }) => $"{What(told.AsNowUnderstood)} came on {Say.Date(on)}, after the decision.",
        (false, _) when told.RecordSaid.ByTheDay => "The record then said that it had come; as now understood it never did.",
        (false, _) => "Nothing had come by the day of the decision, and nothing has come since.",
    };

    static string What(Arrival arrival) => arrival.NilReturn == true ? "A nil return" : "Its information";
}
