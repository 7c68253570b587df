using Nscp.Reviews.Api.Storage;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Tables;

public sealed class AppendingToACase(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    [Fact]
    public void Writes_only_the_documents_that_it_changes()
    {
        var story = Stories.Rn19();
        var before = Made(story.History);
        var changes = DocumentChanges.Between(before, Made(story.On("2020-03-02", new ProgressReported("R1", 2, Story.Secret("Begun"), Rag.Amber)).History));
        changes.Stored.Select(document => document.GetType()).ShouldBe([typeof(CaseDocument), typeof(RecommendationDocument)]);
        changes.Deleted.ShouldBeEmpty();
        changes.Any.ShouldBeTrue();
    }

    [Fact]
    public void Writes_none_where_nothing_differs() => DocumentChanges.Between(Made(Stories.Rn19().History), Made(Stories.Rn19().History)).Any.ShouldBeFalse();

    /// <summary>And nothing that is already there as it should be.</summary>
    [Fact]
    public void Changes_what_lies_between_all_the_documents_of_before_and_after()
    {
        foreach (var history in (CaseHistory[])[Stories.Rn19().History, AMarkCleared().History, ACorrectionStruck().History, ACsprReferenceCorrected().History])
        {
            for (var count = 1; count <= history.AsRecorded.Count; count++)
            {
                var (before, after) = (Made(CaseHistory.Of([.. history.AsRecorded.Take(count - 1)])), Made(CaseHistory.Of([.. history.AsRecorded.Take(count)])));
                var changes = DocumentChanges.Between(before, after);
                changes.Stored.ShouldAllBe(document => !before.Contains(document));
                Keys(before.Where(one => !changes.Deleted.Contains(one))).Except(Keys(after)).ShouldBeEmpty();
                after.Where(document => !changes.Stored.Contains(document)).ShouldAllBe(document => before.Contains(document));
            }
        }

        static IEnumerable<(Type, object?)> Keys(IEnumerable<object> documents) => documents.Select(document => (document.GetType(), document.GetType().GetProperty("Id")!.GetValue(document)));
    }

    [Fact]
    public async Task Leaves_no_document_of_what_is_no_longer_so_as_one_that_never_deleted_would()
    {
        var (story, stream) = (Stories.Rn19(), Guid.Empty);
        stream = await database.RecordAsync(story, "DELETES");
        (await LeftAsync("DELETES")).ShouldBeEmpty();

        var (naive, history) = (Guid.CreateVersion7(), CaseHistory.Empty);
        foreach (var entry in story.Entries)
        {
            var after = history.With([entry]);
            var changes = DocumentChanges.Between(Documents.OfCase("NEVER", naive, history, Story.World), Documents.OfCase("NEVER", naive, after, Story.World));
            (await database.SaveAsync("NEVER", naive, new ToSave(typeof(Case), [CaseStream.ToRecord(entry)], changes with { Deleted = [] }, null))).ShouldBe(SaveOutcome.Saved);
            history = after;
        }
        stream = naive;
        (await LeftAsync("NEVER")).OfType<RecommendationDocument>().Select(one => one.Read.Id).ShouldBe(["R2"], "which was recorded twice, and so struck out");

        async Task<IReadOnlyList<object>> LeftAsync(string tenant) =>
            DocumentChanges.Between(await database.ReadBackAsync(tenant), Documents.OfCase(tenant, stream, story.History, Story.World)).Deleted;
    }

    static Story ACsprReferenceCorrected() => Stories.Incident("31-1", "2024-05-01").On("2024-05-02", new CsprCommissioned(1, Story.Ref("XN31"), null))
        .Correct<CsprCommissioned>("2024-05-03", "csprReference", "\"XN31\"", "\"XN32\"");

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

    /// <summary>Whether as its own or as its CSPR's, by a case that is opened or by one that stands. Of it all, nothing is kept but the tombstone that fills its number's place.</summary>
    [Fact]
    public async Task Never_takes_over_the_reference_of_another_case()
    {
        await database.RecordAsync(Stories.Rn19(), "TAKEN");
        var story = Stories.Incident("40-1", "2024-05-01");
        var other = await database.RecordAsync(story, "TAKEN");
        var (documents, events) = (await database.DocumentsAsync(), await EventsAsync());

        foreach (var used in (string[])["19-3", "RN19", "40-1"])
            (await database.SaveAsync("TAKEN", Guid.CreateVersion7(), CaseHistory.Empty, Stories.Incident(used, "2024-05-01").History)).ShouldBe(SaveOutcome.ReferenceTaken, used);
        var before = story.History;
        foreach (var used in (string[])["19-3", "RN19"])
            (await database.SaveAsync("TAKEN", other, before, before.With([new Story().On("2024-05-01", Stories.Reported("40-1", "2024-05-01")).On("2024-05-02", new CsprCommissioned(1, Story.Ref(used), null)).Last])))
                .ShouldBe(SaveOutcome.ReferenceTaken, used);

        (await database.DocumentsAsync()).ShouldBe(documents);
        (await EventsAsync()).ShouldBe(events);

        Task<IReadOnlyList<string>> EventsAsync() =>
            database.TextsAsync("select e::text from mt_events e where type <> 'tombstone' union all select s::text from mt_streams s where tenant_id = 'TAKEN' order by 1");
    }

    /// <summary>Why it is inserted: to store it would be to take it over, and silently.</summary>
    [Fact]
    public async Task Would_take_it_over_if_a_reference_were_stored_as_other_documents_are()
    {
        await database.RecordAsync(Stories.Incident("41-1", "2024-05-01"), "NAIVE");
        var thief = Guid.CreateVersion7();
        await using var session = database.LogStore.LightweightSession("NAIVE");
        session.Store(new ReferenceDocument("41-1", thief));
        await session.SaveChangesAsync(Ct);
        (await Find("NAIVE", "41-1")).ShouldBe(thief);
    }

    [Fact]
    public async Task Lets_the_case_be_found_by_either_reference_in_its_own_partnership_only()
    {
        var story = Stories.Incident("30-1", "2024-05-01").On("2024-05-02", new CsprCommissioned(1, Story.Ref("XN30"), null));
        var stream = await database.RecordAsync(story);
        foreach (var reference in (string[])["30-1", "XN30"])
            (await Find(Story.Tenant, reference)).ShouldBe(stream);
        (await Find("ELSEWHERE", "30-1")).ShouldBeNull();
    }

    [Fact]
    public async Task Moves_a_reference_that_is_corrected_and_frees_the_wrong_one()
    {
        var story = ACsprReferenceCorrected();
        var stream = await database.RecordAsync(story);
        (await Find(Story.Tenant, "XN32")).ShouldBe(stream);
        (await Find(Story.Tenant, "XN31")).ShouldBeNull();
    }

    /// <summary>No list was ever accepted here: there is no stream by which an invented one would be found out.</summary>
    [Fact]
    public async Task Is_not_led_by_a_list_of_bank_holidays_that_nobody_accepted_once_documents_were_made_again()
    {
        await database.RecordAsync(Stories.Incident("60-1", "2024-05-01"));
        await database.TextsAsync("insert into mt_doc_calendar (id, data, revision) values ('7', '{}', 7)");
        try
        {
            await database.RebuildAsync();
            (await database.TextsAsync("select count(*) from mt_doc_calendar")).ShouldBe(["0"]);
        }
        finally
        {
            await database.TextsAsync("delete from mt_doc_calendar");
        }
    }

    Task<Guid?> Find(string tenant, string reference) => database.AskAsync(tenant, session => References.FindAsync(session, Story.Ref(reference), Ct));

    static IReadOnlyList<object> Made(CaseHistory history) => Documents.OfCase(Story.Tenant, Guid.Empty, history, Story.World);
}
