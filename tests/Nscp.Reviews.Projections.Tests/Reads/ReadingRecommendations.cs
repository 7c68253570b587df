using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class ReadingRecommendations(ReadsDatabase given) : IClassFixture<ReadsDatabase>
{
    static readonly LocalDate Today = Day("2020-03-31");

    [Fact]
    public async Task Gives_them_by_case_and_number_each_with_its_actions()
    {
        var all = await List(new RecommendationFilter());
        all.Select(r => (r.Case, r.Id, r.State)).ShouldBe(
            [("19-3", "R1", RecommendationProgress.InProgress), ("QN17", "R1", RecommendationProgress.Completed), ("QN17", "R2", RecommendationProgress.Rejected)]);
        all[0].Actions.Select(a => (a.Number, a.State, a.Overdue)).ShouldBe([(1, ActionState.Verified, false), (2, ActionState.Assigned, true)]);
        all[1].CompletedOn.ShouldBe(Day("2019-04-09"));
    }

    [Fact]
    public async Task Can_be_narrowed_by_owner_state_theme_source_case_and_whether_overdue()
    {
        (await Ids(new RecommendationFilter(Owner: Org("NHCFT")))).ShouldBe(["19-3 R1"]);
        // Asked, and no action assigned.
        (await Ids(new RecommendationFilter(Owner: Org("NCC-CSC")))).ShouldBe(["QN17 R1", "QN17 R2"]);
        (await Ids(new RecommendationFilter(State: RecommendationProgress.Rejected))).ShouldBe(["QN17 R2"]);
        (await Ids(new RecommendationFilter(Theme: "Neglect"))).ShouldBe(["QN17 R1", "QN17 R2"]);
        (await Ids(new RecommendationFilter(Source: RecommendationSource.RapidReview))).ShouldBe(["19-3 R1"]);
        (await Ids(new RecommendationFilter(Case: Ref("RN19")))).ShouldBe(["19-3 R1"]);
        (await Ids(new RecommendationFilter(Overdue: true))).ShouldBe(["19-3 R1"]);
        (await Ids(new RecommendationFilter(Overdue: false))).ShouldBe(["QN17 R1", "QN17 R2"]);
    }

    [Fact]
    public async Task Gives_them_in_parts_that_neither_repeat_nor_skip()
    {
        var first = await Part(new RecommendationFilter(), 2, null);
        var second = await Part(new RecommendationFilter(), 2, first.After);
        first.Items.Concat(second.Items).Select(r => $"{r.Case} {r.Id}").ShouldBe(["19-3 R1", "QN17 R1", "QN17 R2"]);
        second.After.ShouldBeNull();
    }

    [Fact]
    public async Task Counts_completion_by_case_with_the_median_of_working_days()
    {
        // From Monday 1 April, not counted, to Tuesday 9 April: six working days.
        (await Completion(CompletionBy.Case)).ShouldBe(
            [new CompletionLine("19-3", 1, 0, 0, 1, 0, 0, 0, 0, 1, null), new CompletionLine("QN17", 2, 0, 0, 0, 0, 1, 0, 1, 0, 6m)]);
    }

    [Fact]
    public async Task Counts_actions_by_agency() => (await Completion(CompletionBy.Agency)).ShouldBe(
        // From Monday 1 July 2019 to Monday 20 January 2020: 22 + 21 + 21 + 23 + 21 + 20 + 13 working days of the months.
        [new CompletionLine("NCC-CSC", 1, 0, 0, 0, 0, 1, 0, 0, 0, 6m), new CompletionLine("NCC-PH", 1, 0, 0, 0, 0, 1, 0, 0, 0, 141m), new CompletionLine("NHCFT", 1, 0, 1, 0, 0, 0, 0, 0, 1, null)]);

    [Fact]
    public async Task Counts_by_theme_year_and_source_and_of_one_source_alone()
    {
        (await Completion(CompletionBy.Theme)).Select(l => (l.Group, l.Made)).ShouldBe([("Bruising in babies", 1), ("Neglect", 2)]);
        (await Completion(CompletionBy.Year)).Select(l => (l.Group, l.Made)).ShouldBe([("2019-20", 3)]);
        (await Completion(CompletionBy.Source)).Select(l => (l.Group, l.Made)).ShouldBe([("carried-over", 2), ("rapid-review", 1)]);
        (await Completion(CompletionBy.Case, RecommendationSource.CarriedOver)).Select(l => l.Group).ShouldBe(["QN17"]);
        (await Completion(CompletionBy.Agency, RecommendationSource.NationalReview)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Takes_the_middle_of_the_working_days_and_calls_nothing_overdue_that_was_closed()
    {
        (await Completion(CompletionBy.Case, tenant: "COUNTS")).ShouldBe([new CompletionLine("24-5", 5, 0, 0, 0, 0, 4, 1, 0, 0, 3m)]);
        (await Completion(CompletionBy.Agency, tenant: "COUNTS")).ShouldBe(
            [new CompletionLine("NCC", 3, 0, 0, 0, 0, 3, 0, 0, 0, 2m), new CompletionLine("NUH", 2, 0, 0, 0, 0, 1, 0, 1, 0, 4m)]);
    }

    [Fact]
    public async Task Refuses_a_cursor_that_is_none() => await Should.ThrowAsync<FormatException>(() => Part(new RecommendationFilter(), 2, "bm9uc2Vuc2U"));

    async Task<IReadOnlyList<ListedRecommendation>> List(RecommendationFilter filter) => (await Part(filter, 10, null)).Items;

    Task<Page<ListedRecommendation>> Part(RecommendationFilter filter, int limit, string? after) =>
        given.Database.AskAsync(Tenant, session => RecommendationList.ReadAsync(session, Today, filter, limit, after, Ct));

    async Task<IEnumerable<string>> Ids(RecommendationFilter filter) => (await List(filter)).Select(r => $"{r.Case} {r.Id}");

    Task<IReadOnlyList<CompletionLine>> Completion(CompletionBy by, RecommendationSource? source = null, string tenant = Tenant) =>
        given.Database.AskAsync(tenant, session => CompletionView.ReadAsync(session, Story.World.Calendar, tenant == Tenant ? Today : Day("2024-07-01"), by, source, Ct));
}
