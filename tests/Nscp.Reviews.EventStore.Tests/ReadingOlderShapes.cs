using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 7: what was stored in an older shape is read in the newest, for ever, and stays stored as it was.</summary>
public class ReadingOlderShapes(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    // Three shapes of one fact, an approved sample of each.
    static readonly (string Type, string Sample)[] Approved =
    [
        ("ticket_priced", """{"price": "12.50 GBP"}"""),
        ("ticket_priced_v2", """{"pence": 1250}"""),
        ("ticket_priced_v3", """{"pence": 1250, "currency": "GBP"}"""),
    ];

    static readonly Upcasters Upcasters = new(
    [
        new Upcast("ticket_priced", "ticket_priced_v2", old => new JsonObject { ["pence"] = int.Parse(old["price"]!.GetValue<string>().Replace(".", "", StringComparison.Ordinal)[..^4]) }),
        new Upcast("ticket_priced_v2", "ticket_priced_v3", old => new JsonObject { ["pence"] = old["pence"]!.DeepClone(), ["currency"] = "GBP" }),
    ]);

    sealed record Priced(int Pence, string? Currency);

    [Fact]
    public Task Gives_every_approved_sample_as_the_newest_shape() => CheckAsync(stored => Upcasters.Newest(stored.Type, stored.Data));

    [Fact]
    public async Task Catches_a_reader_that_trusts_missing_fields_to_mean_nothing() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(stored => ("ticket_priced_v3", stored.Data)));

    [Fact]
    public void Leaves_what_it_does_not_know_as_it_is()
    {
        ReadOnlyMemory<byte> data = "not even JSON"u8.ToArray();
        Upcasters.Newest("another", data).ShouldBe(("another", data));
        Upcasters.OlderNames.ShouldBe(["ticket_priced", "ticket_priced_v2"], ignoreOrder: true);
    }

    [Fact]
    public void Refuses_two_ways_from_one_shape_and_ways_that_lead_back()
    {
        static Upcast To(string from, string to) => new(from, to, old => old);
        Should.Throw<ArgumentException>(() => new Upcasters([To("a", "b"), To("a", "c")])).Message.ShouldContain("Two upcasters go from a.");
        Should.Throw<ArgumentException>(() => new Upcasters([To("a", "b"), To("b", "c"), To("c", "a")])).Message.ShouldContain("back to it");
        Should.Throw<ArgumentException>(() => new Upcasters([To("a", "a")])).Message.ShouldContain("back to it");
    }

    [Fact]
    public void Tells_of_an_older_event_that_is_no_object() =>
        Should.Throw<JsonException>(() => Upcasters.Newest("ticket_priced", "[]"u8.ToArray()));

    async Task CheckAsync(Func<StoredEvent, (string Type, ReadOnlyMemory<byte> Data)> read)
    {
        var (tenant, stream) = ($"shapes-{Guid.NewGuid():n}", Guid.CreateVersion7());
        NewEvent[] events = [.. Approved.Select(one => Tickets.Opened("1") with { Type = one.Type, Data = Encoding.UTF8.GetBytes(one.Sample), Id = Guid.CreateVersion7() })];
        await database.Store.AppendAsync(new Append(tenant, stream, "ticket", new ExpectedVersion.MustNotExist(), events, null, []), StoreDatabase.Ct);

        var stored = (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct)).Events;

        stored.Select(one => one.Type).ShouldBe(Approved.Select(one => one.Type), "the stored names stay");
        foreach (var (type, data) in stored.Select(read))
        {
            type.ShouldBe("ticket_priced_v3");
            JsonSerializer.Deserialize<Priced>(data.Span, JsonSerializerOptions.Web).ShouldBe(new Priced(1250, "GBP"));
        }
    }
}
