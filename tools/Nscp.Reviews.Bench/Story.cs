using System.Globalization;
using System.Text.Json;
using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Bench;

/// <summary>Commands as they come in: the first eight facts of a case, one after the other, and then those of the next.</summary>
sealed class Story(string letter)
{
    public const int EventsPerCase = 8;

    public static OrganisationCode Partnership { get; } = OrganisationCode.Parse("NSCP");

    public static World World { get; } = World.Shipped(Partnership);

    public static Caller Caller { get; } = new("bench", "Benchmark", "development-manager", "Development Manager", Partnership, Partnership);

    static readonly (Milestone Milestone, Understood Request)[] Steps =
    [
        Step("partner-informed", """{"partner":"NOTTS-POLICE","happenedOn":"2026-06-01"}"""),
        Step("partner-informed", """{"partner":"NN-ICB","happenedOn":"2026-06-01"}"""),
        Step("panel-referral", """{"happenedOn":"2026-06-02"}"""),
        Step("sin-received", """{"happenedOn":"2026-06-02"}"""),
        Step("information-request", """{"agency":"SFHT","workingDays":5,"happenedOn":"2026-06-03"}"""),
        Step("information-return", """{"requestNumber":1,"agency":"SFHT","nilReturn":false,"happenedOn":"2026-06-08"}"""),
        Step("learning", """{"channel":"briefing","findings":"Professionals need to be clear about the added vulnerability of extremely premature babies, about the use of an interpreter, and about who is meant when a child speaks of family; agencies confirm how this has been shared, with whom and by when.","happenedOn":"2026-06-09"}"""),
    ];

    static int _cases;
    int _step = -1;
    CaseReference _reference;

    public Attempted Next()
    {
        _step = (_step + 1) % EventsPerCase;
        if (_step > 0) return Attempt(_reference, Steps[_step - 1].Milestone, Steps[_step - 1].Request);
        _reference = CaseReference.Parse(string.Create(CultureInfo.InvariantCulture, $"{letter}{Interlocked.Increment(ref _cases)}"));
        return Opening(_reference);
    }

    public static Attempted Opening(CaseReference reference) => Attempt(reference, Domain.Milestones.Opening.Incident, Understand(
        Domain.Milestones.Opening.Incident,
        $$"""{"reference":"{{reference}}","what":"serious-harm","children":[{"label":"Child A","outcome":"seriously-harmed"}],"awareOn":"2026-06-01","suspectedOn":"2026-06-01","district":"mansfield","happenedOn":"2026-06-01"}"""));

    public static Attempted Attempt(CaseReference reference, string route, string body)
    {
        var (milestone, request) = Step(route, body);
        return Attempt(reference, milestone, request);
    }

    static Attempted Attempt(CaseReference reference, Milestone milestone, Understood request)
    {
        var key = new RequestKey(new CommandKey(Caller.Id, $"POST {milestone.Route}", Guid.NewGuid().ToString()), "0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6");
        return new(Caller, milestone, reference, new Target("", 0), request, null, new Expectation.AnyVersion(), key, "bench");
    }

    static (Milestone, Understood) Step(string route, string body)
    {
        var milestone = AllMilestones.OfCases.Single(one => one.Route == route);
        return (milestone, Understand(milestone, body));
    }

    static Understood Understand(Milestone milestone, string body)
    {
        using var json = JsonDocument.Parse(body);
        return Understanding.Of(json.RootElement, milestone.Command) is ({ } request, null) ? request : throw new InvalidOperationException($"{milestone.Route} is not understood: {body}");
    }
}
