using System.Globalization;
using NodaTime;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Words;
using Nscp.Reviews.Evidence;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench;

/// <summary>What is there before a measurement begins, recorded by the product's own ways.</summary>
static class Filling
{
    public const int LongCaseEvents = 300;

    const int Writers = 4, Requests = 40, Advices = 60;

    static readonly string[] Partners = ["NCC", "NOTTS-POLICE", "NN-ICB"];

    /// <summary>Whole cases, each saved at once.</summary>
    /// <returns>Their streams.</returns>
    public static async Task<IReadOnlyList<Guid>> CasesAsync(Sessions sessions, int cases)
    {
        var streams = new Guid[cases];
        await Parallel.ForEachAsync(Enumerable.Range(0, cases), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (n, ct) =>
        {
            await using var session = await sessions.OpenAsync(Story.Caller.Tenant, new StreamAddress.ById(Guid.CreateVersion7()), null, ct);
            var history = Told("F").Last();
            var documents = DocumentChanges.Between([], Documents.OfCase(Story.Caller.Tenant, session.Stream, history, Story.World));
            await session.SaveAsync(new ToSave(typeof(Case), [.. history.AsRecorded.Select(CaseStream.ToRecord)], documents, null), ct);
            streams[n] = session.Stream;
        });
        return streams;
    }

    /// <summary>A case as it grows, fact by fact, with nothing saved.</summary>
    public static IEnumerable<CaseHistory> Told(string letter)
    {
        var (story, history) = (new Story(letter), CaseHistory.Empty);
        for (var step = 0; step < Story.EventsPerCase; step++)
        {
            var command = story.Next();
            var recording = Writing.Recording(Story.Caller, command.Request!, SqlTime.Truncate(SystemClock.Instance.GetCurrentInstant()), StreamRead.Of(Story.Caller.Tenant, []), Story.World);
            var answer = (Answer.Recorded)command.Milestone.Decide(history, command.Target, command.Request!.Command, recording);
            yield return history = history.With(answer.Facts.Select(fact => new Entry(Writing.Envelope(recording, history.Version + 1, "bench", answer.Despite), fact)));
        }
    }

    /// <summary>A case of 300 events with a decision among them: requests with their returns, scrutiny, and learning shared long after, about what a long review holds.</summary>
    /// <returns>Its stream.</returns>
    public static async Task<Guid> LongCaseAsync(Sessions sessions, RecordMilestone record)
    {
        var reference = CaseReference.Parse("26-300");
        await RecordAsync(Story.Opening(reference));
        foreach (var partner in Partners[1..]) await StepAsync("partner-informed", $$"""{"partner":"{{partner}}","happenedOn":"2026-06-01"}""");
        await StepAsync("panel-referral", """{"happenedOn":"2026-06-02"}""");
        await StepAsync("sin-received", """{"happenedOn":"2026-06-02"}""");
        for (var request = 1; request <= Requests; request++)
        {
            await StepAsync("information-request", $$"""{"agency":"SFHT","workingDays":{{request}},"happenedOn":"2026-06-03"}""");
            await StepAsync("information-return", $$"""{"requestNumber":{{request}},"agency":"SFHT","nilReturn":false,"happenedOn":"2026-06-08"}""");
        }
        await StepAsync("rapid-review-held", $$"""{"attendance":[{{string.Join(',', Partners.Select(one => $$"""{"organisation":"{{one}}","role":"Member"}"""))}}],"happenedOn":"2026-06-15"}""");
        await StepAsync("decision", $$"""
            {"outcome":"cspr","reasons":"More to be learnt.","agreedBy":["NCC","NOTTS-POLICE","NN-ICB"],"criteria":[{{string.Join(',', "abcd".Select(one => $$"""{"criterion":"{{one}}","finding":"Considered."}"""))}}],"happenedOn":"2026-06-16"}
            """);
        for (var advice = 0; advice < Advices; advice++)
            await StepAsync("scrutiny-advice", $$$"""{"on":"decision","advice":"Advice {{{advice}}}. Has the partnership heard from everybody who knew the family?","happenedOn":"2026-06-17","by":{"organisation":"NSCP","role":"Independent Scrutineer","howKnown":"minutes"}}""");
        for (var recorded = 5 + (2 * Requests) + 2 + Advices; recorded < LongCaseEvents; recorded++)
            await StepAsync("learning", string.Create(CultureInfo.InvariantCulture, $$"""{"channel":"briefing","findings":"Finding {{recorded}}. Agencies confirm how this has been shared, with whom and by when.","happenedOn":"2026-07-01"}"""));
        await using var read = await sessions.OpenAsync(Story.Caller.Tenant, new StreamAddress.ByReference(reference), null, CancellationToken.None);
        return read.Read.Version == LongCaseEvents ? read.Stream : throw new InvalidOperationException($"The case has {read.Read.Version} events.");

        Task StepAsync(string route, string body) => RecordAsync(Story.Attempt(reference, route, body));

        async Task RecordAsync(Attempted command)
        {
            if (await record.RecordAsync(command, CancellationToken.None) is Result.Not { Problem: var problem }) throw new InvalidOperationException($"{command.Milestone.Route}: {problem}");
        }
    }
}
