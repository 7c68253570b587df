namespace Nscp.Reviews.Projections.Tests.Tables;

/// <summary>By the product's host and the log's role, as <c>projections rebuild -p documents</c> does it.</summary>
public sealed class RebuildingTheDocuments(RebuiltCases given) : IClassFixture<RebuiltCases>
{
    [Fact]
    public async Task Makes_nothing_differ_from_what_was_recorded_live()
    {
        var (live, rows) = (await given.Database.DocumentsAsync(), await RowsAsync());
        foreach (var (kind, told) in ((string, string)[])[("reference", "RN19"), ("clock", "yearly-report"), ("recommendation", "NCC-PH"), ("clock", "NHCFT"), ("words", "Raise awareness of eating disorders"), ("calendar", "2025")])
            live.ShouldContain(row => row.StartsWith($"mt_doc_{kind}", StringComparison.Ordinal) && row.Contains(told, StringComparison.Ordinal), told);
        live.ShouldNotContain(row => row.Contains("Recorded twice", StringComparison.Ordinal));

        await given.Database.RebuildAsync();

        (await given.Database.DocumentsAsync()).ShouldBe(live);
        (await RowsAsync()).ShouldBe(rows, "what is as it should be is not written again");
    }

    /// <summary>Each of these by hands that no product has, on every kind of document that has it.</summary>
    [Theory]
    [InlineData("update mt_doc_case set data = jsonb_set(data, '{listed,version}', '99')")]
    [InlineData("update mt_doc_words set data = jsonb_set(data, '{words}', '\"secret\"')")]
    [InlineData("update mt_doc_clock set data = data || '{\"dueOn\": \"2031-01-01\", \"isOpen\": false}', due_on = '2031-01-01', is_open = false")]
    [InlineData("update mt_doc_recommendation set data = jsonb_set(data, '{state}', '\"rejected\"')")]
    [InlineData("update mt_doc_reference set data = jsonb_set(data, '{caseId}', '\"00000000-0000-0000-0000-000000000009\"'), case_id = '00000000-0000-0000-0000-000000000009'")]
    [InlineData("update mt_doc_calendar set data = jsonb_set(data, '{source}', '\"Nowhere\"')")]
    [InlineData("update mt_doc_reference r set data = jsonb_set(r.data, '{caseId}', to_jsonb(other.case_id)), case_id = other.case_id from mt_doc_reference other where other.id = '21-9' and r.id = 'RN19'")]
    [InlineData("delete from mt_doc_case")]
    [InlineData("delete from mt_doc_words where tenant_id = 'NSCP'")]
    [InlineData("delete from mt_doc_reference where id = 'RN19'")]
    [InlineData("delete from mt_doc_clock")]
    [InlineData("delete from mt_doc_recommendation")]
    [InlineData("delete from mt_doc_calendar")]
    [InlineData("insert into mt_doc_clock select (jsonb_populate_record(c, jsonb_build_object('id', c.id || '/invented', 'data', c.data || jsonb_build_object('id', c.id || '/invented')))).* from mt_doc_clock c limit 3")]
    [InlineData("insert into mt_doc_recommendation select (jsonb_populate_record(c, jsonb_build_object('id', c.case_id || '/R9', 'data', c.data || jsonb_build_object('id', c.case_id || '/R9')))).* from mt_doc_recommendation c limit 1")]
    [InlineData("insert into mt_doc_reference select (jsonb_populate_record(c, jsonb_build_object('id', 'XX-1', 'data', c.data || jsonb_build_object('id', 'XX-1')))).* from mt_doc_reference c limit 1")]
    [InlineData("insert into mt_doc_calendar select (jsonb_populate_record(c, jsonb_build_object('id', '3', 'revision', 3, 'data', c.data || jsonb_build_object('id', '3', 'revision', 3)))).* from mt_doc_calendar c")]
    public async Task Mends_what_was_changed_deleted_or_invented(string spoil) => await MendsAsync(spoil);

    /// <summary>Of streams that there are not, or that are another partnership's.</summary>
    [Theory]
    [InlineData("case", "id", "'00000000-0000-0000-0000-000000000009'::uuid", "NSCP"), InlineData("case", "id", "id", "NOBODY")]
    [InlineData("words", "id", "'00000000-0000-0000-0000-000000000009'::uuid", "NSCP"), InlineData("words", "id", "id", "NOBODY")]
    [InlineData("reference", "case_id", "'00000000-0000-0000-0000-000000000009'::uuid", "NOBODY")]
    [InlineData("clock", "case_id", "'00000000-0000-0000-0000-000000000009'::uuid", "NOBODY")]
    [InlineData("recommendation", "case_id", "'00000000-0000-0000-0000-000000000009'::uuid", "NOBODY")]
    public async Task Sweeps_what_belongs_to_no_stream(string table, string column, string stream, string tenant) => await MendsAsync(
        $"insert into mt_doc_{table} select (jsonb_populate_record(c, jsonb_build_object('tenant_id', '{tenant}', '{column}', {stream}))).* from mt_doc_{table} c where tenant_id = 'NSCP' limit 1");

    /// <summary>Also where it is the only one of its stream, and so Marten would hand nothing of the stream over.</summary>
    [Fact]
    public async Task Stops_at_an_event_of_ours_that_cannot_be_read()
    {
        const string change = "begin; set local session_replication_role = replica; update mt_events set data = jsonb_set(data, '{{source}}', {0}) where type = 'calendar_revision_accepted'; commit";
        var live = await given.Database.DocumentsAsync();
        await given.Database.TextsAsync(string.Format(null, change, "'7'"));

        (await Should.ThrowAsync<Exception>(given.Database.RebuildAsync)).ToString().ShouldContain("source");

        (await given.Database.DocumentsAsync()).ShouldBe(live);
        await given.Database.TextsAsync(string.Format(null, change, "'\"GOV.UK\"'"));
        await given.Database.RebuildAsync();
    }

    async Task MendsAsync(string spoil)
    {
        var live = await given.Database.DocumentsAsync();
        await given.Database.TextsAsync(spoil);
        (await given.Database.DocumentsAsync()).ShouldNotBe(live, "or nothing was spoiled");

        await given.Database.RebuildAsync();

        (await given.Database.DocumentsAsync()).ShouldBe(live);
        var rows = await RowsAsync();
        await given.Database.RebuildAsync();
        (await RowsAsync()).ShouldBe(rows, "a second one finds nothing to do");
    }

    /// <summary>A row is another after every write of it.</summary>
    async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        foreach (var kind in (string[])["case", "reference", "words", "clock", "recommendation", "calendar"])
            rows.AddRange(await given.Database.TextsAsync($"select '{kind} ' || xmin || ' ' || ctid from mt_doc_{kind} order by 1"));
        return rows;
    }
}

/// <summary>Two partnerships' cases, one with a correction, a yearly report, and a second list of bank holidays.</summary>
public sealed class RebuiltCases : IAsyncLifetime
{
    internal ReviewsDatabase Database { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await Database.RecordAsync(Stories.Rn19());
        await Database.RecordAsync(Stories.Incident("20-1", "2020-02-03").Strike<IncidentReported>("2020-02-04"), "ELSEWHERE", World.Shipped(Story.Org("ELSEWHERE")));
        await Database.RecordAsync(Stories.Incident("21-1", "2021-02-03"), "ELSEWHERE", World.Shipped(Story.Org("ELSEWHERE")));
        await Database.RecordAsync(Stories.Incident("21-9", "2021-02-03").On("2021-02-04", new AgencyInformationRequested(1, Story.Org("NCC"), 5))
            .Correct<AgencyInformationRequested>("2021-02-05", "agency", "\"NCC\"", "\"NHCFT\""));
        await Database.RecordAsync(Stories.Report("2020-09-30"));
        (await Database.AcceptAsync(2)).ShouldBe(Api.Storage.SaveOutcome.Saved);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
