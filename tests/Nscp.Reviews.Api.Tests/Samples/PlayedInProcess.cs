using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Json;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Api.Tests.Samples;

/// <summary>A script played through the rules alone: no host, no database.</summary>
sealed class PlayedInProcess
{
    static readonly OrganisationCode Nscp = OrganisationCode.Parse("NSCP");
    static readonly World World = World.Shipped(Nscp);
    static readonly Instant Begun = Instant.FromUtc(2026, 11, 2, 9, 0);

    readonly Dictionary<string, CaseHistory> _cases = [];
    readonly Dictionary<string, Guid> _kept = [];
    Instant _now = Begun;

    public IReadOnlyDictionary<string, CaseHistory> Cases => _cases;

    /// <summary>What a step was refused with, and what its repeat recorded: both should be empty.</summary>
    public List<string> Complaints { get; } = [];

    public static PlayedInProcess Of(SampleScript script)
    {
        var played = new PlayedInProcess();
        foreach (var step in script.Steps) played.Play(step);
        return played;
    }

    void Play(SampleStep step)
    {
        var (milestone, reference, target) = Find(step);
        var history = _cases.GetValueOrDefault(reference, CaseHistory.Empty);
        _now += Duration.FromSeconds(1);
        var (command, recording) = Understand(step, milestone);
        switch (milestone.Decide(history, target, command, recording))
        {
            case Answer.Refused refused:
                Complaints.Add($"{step.Name}: {string.Join(" ", refused.Objections.Select(o => $"[{o.Code}] {o.Sentence}"))}");
                return;
            case Answer.Recorded { Facts.Count: 0 }:
                Complaints.Add($"{step.Name}: recorded nothing.");
                return;
            case Answer.Recorded recorded:
                var now = _cases[reference] = history.With(Entries(history, recorded, recording));
                if (step.Keep is { } word) _kept[word] = now.AsRecorded[(int)history.Version].Envelope.Id;
                if (milestone.Scope != Scope.Opening) Repeat(step, milestone.Decide(now, target, command, recording));
                return;
        }
    }

    void Repeat(SampleStep step, Answer answer)
    {
        if (answer is not Answer.Recorded { Facts.Count: 0 }) Complaints.Add($"{step.Name}: sent twice, it is not passed over but {answer}.");
    }

    static (Milestone Milestone, string Reference, Target Target) Find(SampleStep step) => step.Path switch
    {
        [] => (AllMilestones.OpeningOf[Read<CaseKind>(step.Body["kind"])], step.Body["reference"]!.GetValue<string>(), default),
        [var reference, "recommendations", var id, "actions", var n, var route] =>
            (AllMilestones.OfActions.Single(m => m.Route == route), reference, new Target(id, int.Parse(n, CultureInfo.InvariantCulture))),
        [var reference, "recommendations", var id, var route] => (AllMilestones.OfRecommendations.Single(m => m.Route == route), reference, new Target(id, 0)),
        [var reference, var route] => (AllMilestones.OfCases.Single(m => m.Route == route), reference, default),
        _ => throw new InvalidOperationException($"No route: {step.Route}"),
    };

    (object Command, Recording Recording) Understand(SampleStep step, Milestone milestone)
    {
        var body = step.Body.DeepClone().AsObject();
        var recorder = new Recorder($"sample:{step.Role}", step.Role, step.Role, step.As?.Organisation is { } own ? OrganisationCode.Parse(own) : Nscp);
        var happenedOn = Read<LocalDate>(Take(body, "happenedOn"));
        var recording = new Recording(
            recorder, Actor(Take(body, "by"), recorder), happenedOn, Take(body, "knownOn") is { } known ? Read<LocalDate>(known) : happenedOn, _now,
            Take(body, "reason") is { } reason ? Read<ProtectedText>(reason) : null, Take(body, "despite") is { } codes ? Read<ListOf<string>>(codes) : [], World);
        if (milestone.Scope == Scope.Opening) body.Remove("kind");
        if (body["event"]?.GetValue<string>() is { } named) body["event"] = _kept[named.Trim('{', '}')].ToString();
        return (body.Deserialize(milestone.Command, DomainJson.Request)!, recording);
    }

    static Actor Actor(JsonNode? by, Recorder recorder) => by is null
        ? new Actor(recorder.Organisation, new ShortText(recorder.Role))
        : new Actor(Read<OrganisationCode>(by["organisation"]), Read<ShortText>(by["role"]), Read<HowKnown>(by["howKnown"]));

    List<Entry> Entries(CaseHistory history, Answer.Recorded recorded, Recording recording) =>
    [
        .. recorded.Facts.Select((fact, i) => new Entry(
            new Envelope(Guid.NewGuid(), history.Version + 1 + i, recording.Recorder, recording.By, recording.HappenedOn, recording.KnownOn, _now, 1, "sample", null, recording.Reason, recorded.Despite),
            EventCatalogue.FromJson(EventCatalogue.NameOf(fact), EventCatalogue.ToJson(fact)))),
    ];

    static JsonNode? Take(JsonObject body, string name) => body.Remove(name, out var value) ? value : null;

    static T Read<T>(JsonNode? node) => node.Deserialize<T>(DomainJson.Request)!;
}
