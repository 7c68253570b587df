using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>A history told in the order of recording, and the clocks that follow from it.</summary>
sealed class ClockStory
{
    static readonly ProtectedText Why = new("why");
    static readonly Sha256 Digest = Sha256.TryParse(new string('a', 64), out var digest) ? digest.Value : default;
    readonly List<Entry> entries = [];

    public static World Nottinghamshire { get; } = new(OrganisationRegister.Shipped, Calendars.Shipped, ClockPolicies.Shipped, Org("NSCP"));

    int revision = 1;
    Instant recordedAt = Instant.FromUtc(2026, 2, 25, 9, 0);

    /// <summary>What follows is recorded then, while this revision of the calendar is in force.</summary>
    public ClockStory Recorded(Instant at, int under = 1)
    {
        (recordedAt, revision) = (at, under);
        return this;
    }

    public CaseHistory History => CaseHistory.Of([.. entries]);

    public IReadOnlyList<CaseClock> Clocks => CaseClocks.Of(History, Nottinghamshire);

    public Guid Newest => entries[^1].Envelope.Id;

    public ClockStory On(string day, params CaseEvent[] facts)
    {
        foreach (var fact in facts)
        {
            var version = entries.Count + 1;
            var recorder = new Recorder("manager", "A. Manager", "development-manager", Org("NSCP"));
            entries.Add(new(new Envelope(
                new Guid(version, 0, 0, new byte[8]), version, recorder, new Actor(Org("NSCP")), Day(day), Day(day),
                recordedAt, revision, "c", null, null, []), fact));
        }

        return this;
    }

    /// <summary>The opening of an ordinary case in Mansfield, aware and suspected on the same day unless said otherwise.</summary>
    public static ClockStory Opened(string aware, string? suspected = "same", string? homeArea = null, params Child[] children) =>
        new ClockStory().On(aware, Incident(aware, suspected, homeArea, children));

    /// <summary>An ordinary case up to the decision for a CSPR, on Wednesday 3 July 2024.</summary>
    public static ClockStory DecidedForCspr() => Opened("2024-06-03")
        .On("2024-06-10", new PanelReferralSent(null), new SinReceivedByPartners())
        .On("2024-07-01", new RapidReviewReportSent(1))
        .On("2024-07-03", Decision(1, Outcome.Cspr))
        .On("2024-07-08", new CsprCommissioned(1, null, null));

    public CaseClock this[string id] => Clocks.Single(clock => clock.Id == id);

    public CaseClock? Find(string id) => Clocks.SingleOrDefault(clock => clock.Id == id);

    public string? Due(string id) => Text(this[id].Due?.Date);

    public string Read(string id, string day)
    {
        var reading = this[id].At(Day(day));
        return reading.N is { } n ? $"{reading.State} {n} {(reading.InWorkingDays ? "working days" : "days")}" : reading.State.ToString();
    }

    public static IncidentReported Incident(string aware, string? suspected = "same", string? homeArea = null, params Child[] children) => new(
        CaseReference.Parse("24-2"), WhatHappened.Death, children.Length == 0 ? [Child(ChildOutcome.Died)] : ListOf.From(children), Day(aware), null,
        suspected is null ? null : Day(suspected == "same" ? aware : suspected), null, NotificationLimb.A, District.Parse("mansfield"), null,
        homeArea is null ? null : new ShortText(homeArea), null, []);

    public static Child Child(ChildOutcome outcome, string? lookedAfterBy = null, bool careLeaver = false, AgeBand? age = null) =>
        new(ChildLabel.Parse("Child R"), outcome, age, lookedAfterBy is null ? null : Org(lookedAfterBy), careLeaver);

    public static PartnerInformed Told(string partner) => new(Org(partner));

    public static DecisionMade Decision(int number, Outcome outcome) => new(number, outcome, Why, [], [], [], null, null, null);

    public static DecisionReplaced Replaced(int number, int by) => new(number, by, Why);

    public static FoundNotNotifiable NotNotifiable() => new(Org("NCC"), [], Why, null);

    public static AgencyInformationRequested Asked(int request, string agency, int workingDays) => new(request, Org(agency), workingDays);

    public static AgencyInformationReturned Returned(int request, string agency) => new(request, Org(agency), true);

    public static PublicationPlanned Planned(string day, PublicationForm form = PublicationForm.FullReport) => new(Day(day), form, Why);

    public static Published Published(PublicationForm form = PublicationForm.FullReport) => new(form, new("the partnership's site"), null);

    public static PrePublicationCopySent Copy(NationalBody to, bool report = true, bool improvements = false) => new(to, report, improvements);

    public static PublicationHeld Held(int hold) => new(hold, HoldKind.Inquest, Why, null, null, null);

    public static ActionAssigned Assigned(string due, string recommendation = "R1", int action = 1) =>
        new(recommendation, action, Org("NCC"), new("head of service"), null, Day(due));

    public static RecordedInError InError(Guid of) => new(of, ErrorKind.NeverHappened, null, null, new("Business Support"));

    public static RecordedWrongly Wrongly(Guid of, string field, string said, string right) =>
        new(of, field, new FieldValue.Open(said), new FieldValue.Open(right), new("Business Support"));

    public static RapidReviewReportDrafted Drafted(int version) => new(version, new("report"), new("records system"), Digest);

    public static OrganisationCode Org(string code) => OrganisationCode.Parse(code);

    public static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;

    public static string? Text(LocalDate? day) => day is { } date ? LocalDatePattern.Iso.Format(date) : null;
}
