using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promises 8 and 11: no event without who recorded it, whose act it was, when it was true, known and recorded; and each with the hash that covers all of it.</summary>
public class RecordingMetadata(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    static readonly OrganisationCode Ncc = OrganisationCode.Parse("NCC"), Nscp = OrganisationCode.Parse("NSCP");

    static readonly Envelope Whole = new(
        new Guid("0198a000-0000-7000-8000-000000000007"), 2, new Recorder("u-7", "Jo Bell", "business-support", Nscp), new Actor(Ncc, new ShortText("Head of Service"), HowKnown.Minutes),
        new LocalDate(2024, 5, 7), new LocalDate(2024, 5, 10), Cases.Now, 1, "c-7", "cause-7", new ProtectedText("The minutes came late."), ["late", "without-quorum"]);

    public static TheoryData<string> Names => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    // Some are refused long before: whatever does come to the record is hashed as it is stored.
    public static TheoryData<string> Awkward =>
    [
        "an emoji \ud83d\ude00 and a family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "line\u2028and\u2029paragraph", "delete \u007f and \u0080 and \u009f", "\"quoted\" 'and' \\ back / slash",
        "tab\tand\nlines\r\n\b\f\u0001\u001f", "e\u0301 is not \u00e9", "<script>&amp;+`\u00a0\ufeff", "\ufffd \uffff \ue000", "{\"hash\": \"0\"}", new string('\u20ac', 20_000), new string('\\', 20_000),
    ];

    [Fact]
    public async Task Stores_every_column_and_every_header_of_a_case_s_event()
    {
        var tenant = Cases.NewTenant();
        var stream = await database.OpenAsync(tenant);
        await AppendAsync(tenant, stream, [new Entry(Whole, Cases.Agreed("a"))]);

        var row = JsonNode.Parse((await database.TextsAsync($"select to_jsonb(e) from mt_events e where tenant_id = '{tenant}' and version = 2"))[0])!.AsObject();
        var headers = row["headers"]!.AsObject();

        headers["hash"]!.GetValue<string>().Length.ShouldBe(64);
        headers.Remove("hash");
        JsonNode.DeepEquals(headers, JsonNode.Parse(
            """
            {"recorderName": "Jo Bell", "recorderRole": "business-support", "recorderOrganisation": "NSCP", "actorOrganisation": "NCC", "actorRole": "Head of Service", "howKnown": "minutes",
             "happenedOn": "2024-05-07", "knownOn": "2024-05-10", "calendarRevision": 1, "reason": "The minutes came late.", "despite": "late without-quorum"}
            """)).ShouldBeTrue(headers.ToJsonString());
        row.Remove("headers");
        row.Remove("seq_id").ShouldBeTrue();
        JsonNode.DeepEquals(row, JsonNode.Parse(
            $$"""
            {"id": "0198a000-0000-7000-8000-000000000007", "stream_id": "{{stream}}", "version": 2, "data": {"action": "a", "owner": "NCC"}, "type": "immediate_action_agreed",
             "timestamp": "2024-05-13T11:00:00.123456+00:00", "tenant_id": "{{tenant}}", "mt_dotnet_type": null, "correlation_id": "c-7", "causation_id": "cause-7", "user_name": "u-7",
             "is_archived": false, "bdata": null}
            """)).ShouldBeTrue(row.ToJsonString());
    }

    /// <summary>A column that a newer Marten adds would be covered by no hash: whoever adds one decides what is to become of it.</summary>
    [Fact]
    public async Task Knows_every_column_that_there_is()
    {
        (await ColumnsAsync("mt_events")).ShouldBe(
            ["bdata", "causation_id", "correlation_id", "data", "headers", "id", "is_archived", "mt_dotnet_type", "seq_id", "stream_id", "tenant_id", "timestamp", "type", "user_name", "version"]);
        (await ColumnsAsync("mt_streams")).ShouldBe(["compacted_version", "created", "id", "is_archived", "tenant_id", "timestamp", "type", "version"]);

        Task<IReadOnlyList<string>> ColumnsAsync(string table) => database.TextsAsync($"select attname from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped order by attname collate \"C\"");
    }

    [Fact]
    public async Task Gives_back_all_of_it()
    {
        var tenant = Cases.NewTenant();
        var stream = await database.OpenAsync(tenant);
        Entry[] entries = [new(Whole, Cases.Agreed("a")), new(Whole with { Id = Guid.CreateVersion7(), Version = 3, CausationId = null, Reason = null, Despite = [], By = new Actor(Nscp) }, Cases.Agreed("b"))];
        await AppendAsync(tenant, stream, entries);

        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), null, RecordDatabase.Ct);

        CaseStream.History(session.Read.Events).AsRecorded.Skip(1).ShouldBe(entries);
    }

    [Fact]
    public async Task Catches_a_store_that_leaves_the_headers_out()
    {
        var tenant = Cases.NewTenant();
        await using var naive = new Naive(database.ApplicationConnectionString, tenant, JasperFx.Events.EventAppendMode.Rich, options => options.Events.MetadataConfig.HeadersEnabled = options.Events.MetadataConfig.UserNameEnabled = false);
        await using var session = naive.Session(tenant);
        var stream = Guid.CreateVersion7();
        var one = session.Events.BuildEvent(Cases.Agreed("a"));
        (one.UserName, one.Headers) = ("u-7", new Dictionary<string, object> { ["hash"] = "0" });
        session.Events.StartStream<Case>(stream, one);
        await session.SaveChangesAsync(RecordDatabase.Ct);

        (await database.TextsAsync($"select 'there' from mt_events where tenant_id = '{tenant}' and headers is not null and user_name is not null")).ShouldBeEmpty();
        await Assert.ThrowsAsync<ShouldAssertException>(() => SecondReading.CheckAsync(database, tenant, stream));
    }

    [Theory]
    [InlineData("case")]
    [InlineData("partnership")]
    [InlineData("calendar")]
    public async Task Names_the_kind_of_every_stream_and_hashes_it(string kind)
    {
        var tenant = kind == "calendar" ? CalendarStream.Tenant : Cases.NewTenant();
        var stream = kind switch { "case" => Guid.CreateVersion7(), "partnership" => PartnershipStream.Id, _ => CalendarStream.Id };
        await using (var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), null, RecordDatabase.Ct))
            (await session.SaveAsync(Save(session), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);

        (await database.TextsAsync($"select type from mt_streams where tenant_id = '{tenant}'")).ShouldBe([kind]);
        (await database.TextsAsync($"select coalesce(mt_dotnet_type, 'none') from mt_events where tenant_id = '{tenant}'")).ShouldBe(["none"]);
        await SecondReading.CheckAsync(database, tenant, stream);

        ToSave Save(CaseSession session) => kind switch
        {
            "case" => Cases.Saving(session, tenant, null, Cases.Reported("24-1")),
            "partnership" => new ToSave(typeof(Partnership), [PartnershipStream.ToRecord(new PartnershipEntry(Cases.Envelope(1), new PartnershipEvent.YearlyReportPublished(new(2023, 4, 1), new(2024, 3, 31), new ShortText("nscp.org.uk"))))], DocumentChanges.None, null),
            _ => new ToSave(typeof(Calendar), [CalendarStream.ToRecord(new CalendarEntry(Cases.Envelope(1), CalendarEvent.RevisionAccepted.Of(CalendarList.Shipped)))], DocumentChanges.None, null),
        };
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Hashes_what_stands_in_the_row_of_every_event_and_gives_it_back(string name)
    {
        var (tenant, stream) = await HashedAsync(Whole, Cases.Sample(name));

        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), null, RecordDatabase.Ct);
        CaseStream.History(session.Read.Events).AsRecorded[1].Fact.ShouldBe(Cases.Sample(name));
    }

    [Theory, MemberData(nameof(Awkward), DisableDiscoveryEnumeration = true)]
    public Task Hashes_what_stands_in_the_row_whatever_the_text(string text) => HashedAsync(
        Whole with { Recorder = Whole.Recorder with { Id = text, Name = text, Role = text }, By = Whole.By with { Role = new ShortText(text) }, Reason = new ProtectedText(text), CorrelationId = text, CausationId = text },
        Cases.Agreed(text), ((CaseEvent.IncidentReported)Cases.Sample("incident_reported")) with { Place = new ShortText(text), Circumstances = new ProtectedText(text), NamesToGuard = [new ProtectedText(text)] });

    /// <summary>Eight write to one case at once: whoever loses reads again, and links to the event that won.</summary>
    [Fact]
    public async Task Keeps_one_chain_however_many_write_at_once()
    {
        var tenant = Cases.NewTenant();
        var stream = await database.OpenAsync(tenant);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
                (await database.WriteStep.RunAsync<string>(tenant, Cases.ByReference("24-1"), null, session => Task.FromResult<Step<string>>(
                    new Step<string>.Save(Cases.Saving(session, tenant, null, Cases.Agreed($"{writer} {i}"), Cases.Agreed("b")), "recorded")), RecordDatabase.Ct)).ShouldBe("recorded");
        })));

        (await database.TextsAsync($"select count(*) from mt_events where tenant_id = '{tenant}'")).ShouldBe(["161"]);
        await SecondReading.CheckAsync(database, tenant, stream);
    }

    /// <summary>Not by the write step, but by a session as anybody in the host could open one.</summary>
    [Theory]
    [InlineData("no hash")]
    [InlineData("no version")]
    public async Task Refuses_an_event_that_comes_to_Marten_by_another_way(string without)
    {
        var (tenant, stream) = (Cases.NewTenant(), Guid.CreateVersion7());
        await using var host = RecordDatabase.Host(database.ApplicationConnectionString);
        await using var connection = await host.Services.GetRequiredService<Sessions>().SourceOf(tenant).OpenConnectionAsync(RecordDatabase.Ct);
        var options = Marten.Services.SessionOptions.ForConnection(connection);
        options.TenantId = tenant;
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession(options);
        var one = session.Events.BuildEvent(Cases.Agreed("a"));
        if (without != "no hash") one.Headers = new Dictionary<string, object> { ["hash"] = new string('0', 64) };
        if (without == "no version") session.Events.Append(stream, one);
        else session.Events.StartStream<Case>(stream, one);

        (await Should.ThrowAsync<InvalidOperationException>(() => session.SaveChangesAsync(RecordDatabase.Ct))).Message.ShouldContain("hash");
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    async Task<(string Tenant, Guid Stream)> HashedAsync(Envelope envelope, params CaseEvent[] facts)
    {
        var tenant = Cases.NewTenant();
        var stream = await database.OpenAsync(tenant);
        await AppendAsync(tenant, stream, [.. facts.Select((fact, i) => new Entry(envelope with { Id = Guid.CreateVersion7(), Version = 2 + i }, fact))]);
        // What follows rests on what was read back.
        await AppendAsync(tenant, stream, [new Entry(Cases.Envelope(2 + facts.Length), Cases.Agreed("last"))]);

        await SecondReading.CheckAsync(database, tenant, stream);
        return (tenant, stream);
    }

    /// <summary>Events alone: some of them make no case that could be.</summary>
    async Task AppendAsync(string tenant, Guid stream, IReadOnlyList<Entry> entries)
    {
        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), null, RecordDatabase.Ct);
        (await session.SaveAsync(new ToSave(typeof(Case), [.. entries.Select(CaseStream.ToRecord)], DocumentChanges.None, null), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);
    }
}
