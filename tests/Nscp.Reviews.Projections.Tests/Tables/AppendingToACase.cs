using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Tables;

public sealed class AppendingToACase(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    [Fact]
    public void Writes_only_the_rows_that_it_changes()
    {
        var story = Stories.Rn19();
        var before = story.History;
        var after = story.On("2020-03-02", new ProgressReported("R1", 2, Story.Secret("Begun"), Rag.Amber)).History;
        var changes = RowChanges.Between(Rows(before), Rows(after));
        changes.Select(change => $"{change.GetType().Name} {change.Row.Table.Name}").ShouldBe(
            ["Insert audit_trail", "Update case_register", "Update recommended_action"]);
    }

    [Fact]
    public void Changes_what_lies_between_all_the_rows_of_before_and_after()
    {
        foreach (var history in (CaseHistory[])[Stories.Rn19().History, AMarkCleared().History, ACorrectionStruck().History])
        {
            for (var (count, stream) = (1, Guid.CreateVersion7()); count <= history.AsRecorded.Count; count++)
            {
                var (before, after) = (CaseHistory.Of([.. history.AsRecorded.Take(count - 1)]), CaseHistory.Of([.. history.AsRecorded.Take(count)]));
                Told(CaseRows.Changes(Story.Tenant, stream, before, after, Story.World))
                    .ShouldBe(Told(RowChanges.Between(CaseRows.Of(Story.Tenant, stream, before, Story.World), CaseRows.Of(Story.Tenant, stream, after, Story.World))));
            }
        }

        static IEnumerable<string> Told(IReadOnlyList<RowChange> changes) =>
            changes.Select(change => $"{change.GetType().Name} {change.Row.Table.Name} {string.Join('|', change.Row.Values.Select(value => value is Array many ? string.Join(',', many.Cast<object>()) : $"{value}"))}");
    }

    static Story AMarkCleared()
    {
        var story = Stories.Incident("24-1", "2024-05-01");
        story.On("2024-05-02", new PanelReferralSent(null)).On("2024-05-13", new RapidReviewReportDrafted(1, new("Report"), new("Records"), default));
        story.Tell("2024-05-20", new RapidReviewReportSent(1), reason: "Agreed by telephone", despite: ["agreement-missing", "no-decision"]);
        story.Tell("2024-05-17", Stories.Decided(1, Outcome.NoFurtherReview), recorded: "2024-05-28");
        return story;
    }

    static Story ACorrectionStruck()
    {
        var story = Stories.Incident("24-3", "2024-05-01").On("2024-05-02", new PanelReferralSent(null));
        story.Correct<PanelReferralSent>("2024-05-03", "happenedOn", "\"2024-05-02\"", "\"2024-05-03\"");
        story.Strike<RecordedWrongly>("2024-05-06");
        return story;
    }

    [Fact]
    public void Clears_a_mark_on_the_earlier_row_once_the_missing_fact_is_recorded_with_its_earlier_date()
    {
        var story = Stories.Incident("24-1", "2024-05-01");
        story.On("2024-05-02", new PanelReferralSent(null)).On("2024-05-13", new RapidReviewReportDrafted(1, new("Report"), new("Records"), default));
        story.Tell("2024-05-20", new RapidReviewReportSent(1), reason: "Agreed by telephone", despite: ["agreement-missing", "no-decision"]);
        AuditTrail.Of(story.History, Story.World)[3].StandingMarks.ShouldBe(["agreement-missing", "no-decision"]);
        story.Tell("2024-05-17", Stories.Decided(1, Outcome.NoFurtherReview), recorded: "2024-05-28");
        AuditTrail.Of(story.History, Story.World)[3].StandingMarks.ShouldBe(["agreement-missing"]);
    }

    [Fact]
    public void Says_which_corrections_are_in_effect_and_leaves_out_one_that_was_itself_in_error()
    {
        var story = Stories.Incident("24-3", "2024-05-01").On("2024-05-02", new PanelReferralSent(null));
        story.Correct<PanelReferralSent>("2024-05-03", "happenedOn", "\"2024-05-02\"", "\"2024-05-03\"");
        AuditTrail.Of(story.History, Story.World)[1].CorrectedBy.ShouldBe([3L]);
        story.Strike<RecordedWrongly>("2024-05-06");
        var trail = AuditTrail.Of(story.History, Story.World);
        trail[1].CorrectedBy.ShouldBeEmpty();
        trail[2].InErrorBy.ShouldBe(4);
    }

    [Fact]
    public async Task Clashes_with_the_case_that_has_the_reference_whether_as_its_own_or_its_CSPRs()
    {
        await database.RecordAsync(Stories.Rn19());
        foreach (var used in (string[])["19-3", "RN19"])
        {
            var outcome = await database.AppendAsync(Story.Tenant, Guid.CreateVersion7(), CaseHistory.Empty, Stories.Incident(used, "2024-05-01").History);
            outcome.ShouldBe(new AppendOutcome.Clash(CaseReferences.Used));
        }
    }

    [Fact]
    public async Task Lets_the_case_be_found_by_either_reference_in_its_own_partnership_only()
    {
        var story = Stories.Incident("30-1", "2024-05-01").On("2024-05-02", new CsprCommissioned(1, Story.Ref("XN30"), null));
        var stream = await database.RecordAsync(story);
        foreach (var reference in (string[])["30-1", "XN30"])
            (await Find(Story.Tenant, reference)).StreamId.ShouldBe(stream);
        (await Find("ELSEWHERE", "30-1")).StreamId.ShouldBeNull();
    }

    [Fact]
    public async Task Moves_a_reference_that_is_corrected_and_frees_the_wrong_one()
    {
        var story = Stories.Incident("31-1", "2024-05-01").On("2024-05-02", new CsprCommissioned(1, Story.Ref("XN31"), null));
        story.Correct<CsprCommissioned>("2024-05-03", "csprReference", "\"XN31\"", "\"XN32\"");
        var stream = await database.RecordAsync(story);
        (await Find(Story.Tenant, "XN32")).StreamId.ShouldBe(stream);
        (await Find(Story.Tenant, "XN31")).StreamId.ShouldBeNull();
    }

    Task<StreamRead> Find(string tenant, string reference) =>
        database.Store.ReadAsync(tenant, new StreamAddress.ByLookup(CaseReferences.Lookup, reference), null, Ct);

    static IReadOnlyList<ProjectionRow> Rows(CaseHistory history) => CaseRows.Of(Story.Tenant, Guid.Empty, history, Story.World);
}
