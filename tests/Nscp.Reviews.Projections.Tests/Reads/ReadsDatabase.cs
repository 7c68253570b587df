using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

/// <summary>A database with a handful of cases in it, which the tests only read.</summary>
public sealed class ReadsDatabase : IAsyncLifetime
{
    internal ReviewsDatabase Database { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await Database.RecordAsync(Stories.Rn19());
        await Database.RecordAsync(Qn17());
        await Database.RecordAsync(Stories.Incident("19-9", "2019-06-03").RapidReview("2019-06-05", "2019-06-19", "2019-06-21", Outcome.NoFurtherReview).On("2019-09-02", new CaseClosed(null)));
        await Database.RecordAsync(Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null)));
        await Database.RecordAsync(Stories.Incident("E-1", "2024-05-01"), "ELSEWHERE");
        await Database.RecordAsync(Counted(), "COUNTS");
        await Database.RecordAsync(Stories.Report("2023-09-29"));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    static Story Qn17() => new Story().On("2019-04-01", new SeriousCaseReviewCarriedOver(Ref("QN17"), new("A serious case review"), null, null))
        .On("2019-04-01", Carried("R1"), new RecommendationAccepted("R1"), Stories.Assigned("R1", 1, "NCC-CSC", "2019-12-31"))
        .On("2019-04-01", Carried("R2"), new RecommendationRejected("R2", Secret("Not ours")))
        .Tell("2019-04-08", new ActionClaimedComplete("R1", 1, Secret("Done")), by: "NCC-CSC").Tell("2019-04-09", new ActionVerifiedComplete("R1", 1, null), by: "NSCP-SAIG");

    /// <summary>Four that were completed after 1, 2, 4 and 10 working days, and one that was closed with an action still to do.</summary>
    static Story Counted()
    {
        var story = Stories.Incident("24-5", "2024-06-03");
        foreach (var (id, owner, verified) in ((string, string, string)[])[("R1", "NCC", "2024-06-04"), ("R2", "NCC", "2024-06-05"), ("R3", "NCC", "2024-06-17"), ("R4", "NUH", "2024-06-07"), ("R5", "NUH", "")])
        {
            story.On("2024-06-03", Stories.Recommends(id, $"Wording of {id}"), new RecommendationAccepted(id), Stories.Assigned(id, 1, owner, "2024-06-10"));
            if (verified != "") story.Tell(verified, new ActionClaimedComplete(id, 1, Secret("Done")), by: owner).Tell(verified, new ActionVerifiedComplete(id, 1, null), by: "NSCP-SAIG");
        }
        return story.On("2024-06-18", new RecommendationClosed("R5", Secret("No longer needed"), Org("NSCP-SAIG")));
    }

    static RecommendationMade Carried(string id) => new(id, new($"Wording of {id}"), RecommendationSource.CarriedOver, new("Neglect"), Org("NCC-CSC"), Ref("QN17"));
}
