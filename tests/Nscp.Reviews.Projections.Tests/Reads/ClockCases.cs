using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

/// <summary>Cases whose clocks are told apart, each partnership with those of one question. The tests only read them.</summary>
public sealed class ClockCases : IAsyncLifetime
{
    internal ReviewsDatabase Database { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await RecordAsync("ORDER", OneDay("24-31"), OneDay("24-30"));
        await RecordAsync("COPIED", Planned("24-7").On("2024-06-12", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState), Copy(NationalBody.Ofsted)).On("2024-06-20", Publication));
        await RecordAsync("PLANNED", Planned("24-8"));
        await RecordAsync("LATE-SIN", LateSin("24-6"));
        await RecordAsync("CORRECTED", LateSin("24-6").Correct<IncidentReported>("2024-09-02", "district", "\"bassetlaw\"", "\"mansfield\""));
        await RecordAsync("HELD", Decided("24-10"), Decided("24-11").On("2024-06-03", new PublicationHeld(1, HoldKind.Inquest, Secret("The coroner asked"), null, Day("2024-06-03"), Day("2024-06-03"))));
        await RecordAsync("CANCELLED", Stories.Incident("24-12", "2024-07-01").On("2024-07-12", new FoundNotNotifiable(Org("NCC"), [], Secret("The death was natural"), null)));
        await RecordAsync("LOOKED-AFTER", LookedAfter("24-20", "NCC"), LookedAfter("24-21", "DERBYSHIRE"));
        await RecordAsync("EDGE", Stories.Incident("28-1", "2028-12-01"), Stories.Incident("28-2", "2028-12-22"));
        await RecordAsync("SEVERAL", Sent("24-41", "2024-05-10"), Sent("24-42", "2024-05-13"), Sent("24-43", "2024-05-16"), Sent("24-44", "2024-05-24"));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    async Task RecordAsync(string tenant, params Story[] stories)
    {
        foreach (var story in stories) await Database.RecordAsync(story, tenant);
    }

    /// <summary>A statutory, a guidance and a local clock that are all due on Friday 24 May 2024, and none of the first two with another date.</summary>
    static Story OneDay(string reference) => Stories.Incident(reference, "2024-05-01").On("2024-05-02", new PanelReferralSent(null))
        .On("2024-05-02", new PartnerInformed(Org("NOTTS-POLICE")), new PartnerInformed(Org("NN-ICB")))
        .On("2024-05-10", Stories.Recommends("R1", "Do it"), new RecommendationAccepted("R1"), Stories.Assigned("R1", 1, "NHCFT", "2024-05-24"))
        .On("2024-05-10", new PanelAskedForInformation(1, Day("2024-05-24"), null));

    static Story Sent(string reference, string on) => Stories.Incident(reference, "2024-05-01").On(on, new PanelReferralSent(null));

    /// <summary>A CSPR that the partners decided on Wednesday 24 January 2024: six months to 24 July.</summary>
    static Story Decided(string reference) => Stories.Incident(reference, "2024-01-08").RapidReview("2024-01-10", "2024-01-24", "2024-01-26", Outcome.Cspr)
        .On("2024-01-29", new CsprCommissioned(1, null, null));

    /// <summary>To be published on Thursday 20 June 2024: seven days before is the 13th, seven working days before the 11th.</summary>
    static Story Planned(string reference) => Decided(reference).On("2024-05-20", new PublicationPlanned(Day("2024-06-20"), PublicationForm.FullReport, null));

    static PrePublicationCopySent Copy(NationalBody recipient) => new(recipient, true, false);

    static Published Publication => new(PublicationForm.FullReport, new("The partnership's website"), null);

    /// <summary>The SIN was due on Thursday 9 May 2024 and sent seven working days later; the report went on the 15th working day after it.</summary>
    static Story LateSin(string reference) => Stories.Incident(reference, "2024-05-01").RapidReview("2024-05-20", "2024-06-05", "2024-06-11", Outcome.NoFurtherReview);

    /// <summary>A special notification: no suspicion, and no clock but the responsible authority's.</summary>
    static Story LookedAfter(string reference, string authority) => new Story().On("2024-03-04", Stories.Reported(reference, "2024-03-04") with
    {
        SuspectedOn = null, Limb = null, Children = [new Child(ChildLabel.Parse("Child R"), ChildOutcome.Died, AgeBand.ElevenToFifteen, Org(authority))],
    });
}
