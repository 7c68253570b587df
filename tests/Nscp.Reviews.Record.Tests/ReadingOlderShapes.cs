using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 7: what was stored in an older shape is read in the newest, for ever, and stays stored as it was. What cannot be read is never passed over.</summary>
public class ReadingOlderShapes(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    const string Sentinel = "ABOUT-A-FAMILY";

    // Three shapes of one fact, an approved sample of each.
    static readonly (string Type, string Sample)[] Approved =
    [
        ("room_booked", """{"length": "90 min"}"""),
        ("room_booked_v2", """{"minutes": 90}"""),
        ("room_booked_v3", """{"minutes": 90, "floor": 0}"""),
    ];

    static readonly Upcast[] Upcasts =
    [
        new("room_booked", "room_booked_v2", old => new JsonObject { ["minutes"] = int.Parse(old["length"]!.GetValue<string>()[..^4]) }),
        new("room_booked_v2", "room_booked_v3", old => new JsonObject { ["minutes"] = old["minutes"]!.DeepClone(), ["floor"] = 0 }),
    ];

    sealed record Booked(int Minutes, int? Floor);

    public static TheoryData<string> Names => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    [Fact]
    public Task Gives_every_approved_sample_as_the_newest_shape() => CheckAsync(stored => OlderShapes.Newest(Upcasts, stored.Type, stored.Data));

    [Fact]
    public async Task Catches_a_reader_that_trusts_missing_fields_to_mean_nothing() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(stored => ("room_booked_v3", stored.Data)));

    [Fact]
    public void Leaves_what_it_does_not_know_as_it_is()
    {
        ReadOnlyMemory<byte> data = "not even JSON"u8.ToArray();
        OlderShapes.Newest(Upcasts, "another", data).ShouldBe(("another", data));
    }

    [Fact]
    public void Tells_of_an_older_event_that_is_no_object() => Should.Throw<JsonException>(() => OlderShapes.Newest(Upcasts, "room_booked", "[]"u8.ToArray()));

    /// <summary>A list that led back to where it began would never end; and of two ways from one shape one would never be taken.</summary>
    [Fact]
    public void Has_one_way_from_each_older_shape_and_every_way_leads_to_one_of_today()
    {
        OlderShapes.All.Select(one => one.From).ShouldBeUnique();
        HashSet<string> known = [.. EventCatalogue.Facts.All, .. PartnershipCatalogue.Facts.All, .. CalendarCatalogue.Facts.All];
        OlderShapes.All.Where(one => known.Contains(one.From)).ShouldBeEmpty("an older name is none of today's");
        foreach (var from in OlderShapes.All)
        {
            var (type, steps) = (from.From, 0);
            while (OlderShapes.All.FirstOrDefault(one => one.From == type) is { } step && steps++ <= OlderShapes.All.Count) type = step.To;
            known.ShouldContain(type);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Reads_the_approved_sample_from_its_row(string name)
    {
        var data = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.v1.json"), RecordDatabase.Ct);
        var stored = (await StoredAsync([(name, data)]))[0];

        CaseStream.History([stored]).AsRecorded[0].Fact.ShouldBe(Cases.Sample(name));
    }

    /// <summary>As of a program that is newer than this one.</summary>
    [Theory]
    [InlineData("child_moved", "{}")]
    [InlineData("partner_informed_v2", """{"partner": "NCC"}""")]
    [InlineData("PARTNER_INFORMED", """{"partner": "NCC"}""")]
    public async Task Never_passes_over_an_event_of_an_unknown_type(string type, string data)
    {
        var stored = await StoredAsync([("partner_informed", """{"partner": "NCC"}"""), (type, data), ("partner_informed", """{"partner": "NCC"}""")]);

        Should.Throw<UnreadableEventException>(() => CaseStream.History(stored)).Message.ShouldBe($"Version 2 of stream {stored[0].StreamId} is of the type '{type}', which this version of the project does not know.");
    }

    /// <summary>Every field of every event, spoilt in turn: the message says where, and nothing of what stands there.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Quotes_nothing_of_what_cannot_be_read(string name)
    {
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.v1.json")))!.AsObject();
        var unreadable = 0;
        foreach (var (field, _) in sample.ToList())
        {
            foreach (var spoilt in (JsonNode[])[Sentinel, new JsonArray(Sentinel, new JsonArray(Sentinel)), new JsonObject { [Sentinel] = Sentinel }])
            {
                var other = sample.DeepClone().AsObject();
                other[field] = spoilt.DeepClone();
                var stored = new StoredEvent(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, 1, name, Encoding.UTF8.GetBytes(other.ToJsonString()), Cases.Now);
                var told = Xunit.Record.Exception(() => CaseStream.History([stored]));
                if (told is null) continue;
                unreadable++;
                told.ShouldBeOfType<UnreadableEventException>($"{name}.{field}").ToString().ShouldNotContain(Sentinel);
                told.Message.ShouldContain($"Version 1 of stream {stored.StreamId}");
            }
        }
        if (sample.Count > 0) unreadable.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("partnership")]
    [InlineData("calendar")]
    public void Quotes_nothing_of_what_another_stream_cannot_read(string kind)
    {
        var (type, data) = kind == "partnership" ? ("yearly_report_published", $$"""{"coversFrom": "{{Sentinel}}", "coversTo": "2024-03-31", "where": "x"}""")
            : ("calendar_revision_accepted", $$"""{"revision": 2, "source": "x", "retrievedOn": "{{Sentinel}}"}""");
        var stored = new StoredEvent(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, 1, type, Encoding.UTF8.GetBytes(data), Cases.Now);

        var told = Should.Throw<UnreadableEventException>(() => _ = kind == "partnership" ? (object)PartnershipStream.History([stored]) : CalendarStream.History([stored]));

        told.ToString().ShouldNotContain(Sentinel);
    }

    async Task CheckAsync(Func<StoredEvent, (string Type, ReadOnlyMemory<byte> Data)> read)
    {
        var stored = await StoredAsync(Approved);

        stored.Select(one => one.Type).ShouldBe(Approved.Select(one => one.Type), "the stored names stay");
        foreach (var (type, data) in stored.Select(read))
        {
            type.ShouldBe("room_booked_v3");
            JsonSerializer.Deserialize<Booked>(data.Span, JsonSerializerOptions.Web).ShouldBe(new Booked(90, 0));
        }
    }

    /// <summary>As they stand in a stream: written as another program might have, and read by the product's own session.</summary>
    async Task<IReadOnlyList<StoredEvent>> StoredAsync((string Type, string Data)[] events)
    {
        var (tenant, stream) = (Cases.NewTenant(), Guid.CreateVersion7());
        await database.ExecuteAsync(
            $"insert into mt_streams (tenant_id, id, type, version) values ('{tenant}', '{stream}', 'case', {events.Length});"
            + string.Concat(events.Select((one, i) =>
                $"""
                insert into mt_events (tenant_id, stream_id, seq_id, id, version, type, data, timestamp)
                values ('{tenant}', '{stream}', nextval('mt_events_sequence'), gen_random_uuid(), {i + 1}, '{one.Type}', '{one.Data.Replace("'", "''", StringComparison.Ordinal)}', now());
                """)));
        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), null, RecordDatabase.Ct);
        session.Read.Version.ShouldBe(events.Length);
        return session.Read.Events;
    }
}
