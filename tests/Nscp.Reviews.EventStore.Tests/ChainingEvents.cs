using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 11, at the append: every event is chained to the one before it, so that what is altered, taken out or moved in a stream shows.</summary>
public class ChainingEvents(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Stores_the_hash_that_its_columns_and_the_event_before_give()
    {
        var (tenant, stream) = Fresh();
        await AppendAsync(tenant, stream, Tickets.Opened("1"), Tickets.Noted("ä \u007f \u2028 😀 \" \\ \n \u0001"));
        await AppendAsync(tenant, stream, Tickets.Noted("b") with { Data = """{"zz": 9007199254740991, "value": "b", "é": [true, null, {"b": -1, "a": ""}], "￼": 1, "😀": 2}"""u8.ToArray() });

        await CheckAsync(tenant, stream);
    }

    [Theory]
    [InlineData("update mt_events set data = '{\"value\": \"other\"}' where version = 2")]
    [InlineData("update mt_events set headers = headers || '{\"happenedOn\": \"2020-01-01\"}' where version = 2")]
    [InlineData("update mt_events set headers = headers - 'hash' where version = 2")]
    [InlineData("update mt_events set timestamp = timestamp + interval '1 microsecond' where version = 1")]
    [InlineData("update mt_events set user_name = 'someone' where version = 3")]
    [InlineData("update mt_events set type = 'ticket_opened' where version = 3")]
    [InlineData("update mt_events set causation_id = '' where version = 3")]
    [InlineData("update mt_events set mt_dotnet_type = '' where version = 3")]
    [InlineData("update mt_events set bdata = '' where version = 3")]
    [InlineData("update mt_events set is_archived = true where version = 1")]
    [InlineData("update mt_events set version = 4 - version where version <> 2")]
    [InlineData("delete from mt_events where version = 1")]
    public async Task Shows_what_was_done_to_the_stream(string tampering)
    {
        var (tenant, stream) = Fresh();
        await AppendAsync(tenant, stream, Tickets.Opened("1"), Tickets.Noted("a"), Tickets.Noted("b"));
        await CheckAsync(tenant, stream);

        // Versions change places, so the index that keeps them apart stands back for a moment.
        await database.ExecuteAsync(
            $"""
            set session_replication_role = replica; drop index pk_mt_events_stream_and_version;
            {tampering} and stream_id = '{stream}';
            create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);
            """);

        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(tenant, stream));
    }

    [Fact]
    public async Task Covers_an_event_of_other_software_by_the_next_of_ours()
    {
        var (tenant, stream) = Fresh();
        await AppendAsync(tenant, stream, Tickets.Opened("1"));
        await database.ExecuteAsync(
            $$"""
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', v, '{"value": 1.50, "large": 1e20}', 'made_elsewhere', now(), '{{tenant}}', 'Some.Type, Some', false from generate_series(2, 3) v;
            update mt_streams set version = 3 where id = '{{stream}}';
            """);
        await AppendAsync(tenant, stream, Tickets.Noted("ours again"));

        await CheckAsync(tenant, stream);
        await database.ExecuteAsync($$"""set session_replication_role = replica; update mt_events set data = '{"value": 1.5, "large": 1e20}' where stream_id = '{{stream}}' and version = 2""");
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(tenant, stream));
    }

    [Theory]
    [InlineData("""{"value": 1.5}""")]
    [InlineData("""{"value": 1e2}""")]
    [InlineData("""{"value": -0}""")]
    [InlineData("""{"value": 9007199254740992}""")]
    [InlineData("""{"value": 1, "value": 1}""")]
    [InlineData("""{"value": "\u0000"}""")]
    [InlineData("""{"value": "\ud800"}""")]
    [InlineData("""{"\ud800": 1}""")]
    [InlineData("""["value"]""")]
    [InlineData("""{"value": """)]
    [InlineData("")]
    public async Task Refuses_what_would_not_come_back_as_it_went(string data)
    {
        var (tenant, stream) = Fresh();
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync(tenant, stream, Tickets.Opened("1") with { Data = Encoding.UTF8.GetBytes(data) }));
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    [Fact]
    public void Writes_the_canonical_bytes_for_ever_alike()
    {
        // An approved sample: whoever verifies a bundle years from now computes this.
        var chained = EventChain.Chain(
            "NSCP", new Guid("01950000-0000-7000-8000-000000000001"), 0, null,
            [new NewEvent(new Guid("01950000-0000-7000-8000-000000000002"), "ticket_opened", """{"value": "1", "a": [2]}"""u8.ToArray(), Tickets.Metadata())])[0];

        chained.Hash.ToString().ShouldBe("0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6");
    }

    static (string Tenant, Guid Stream) Fresh() => ($"chain-{Guid.NewGuid():n}", Guid.CreateVersion7());

    async Task AppendAsync(string tenant, Guid stream, params NewEvent[] events)
    {
        var read = await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct);
        (await database.Store.AppendAsync(new Append(tenant, stream, "ticket", read.Expected, events, null, []), StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.Appended>();
    }

    /// <summary>A second reading of the rule, from the columns alone: it shares no code with the store.</summary>
    async Task CheckAsync(string tenant, Guid stream)
    {
        var rows = await database.TextsAsync(
            $"""
            select jsonb_build_array(tenant_id, stream_id, version, id, type, data::text, encode(bdata, 'hex'),
                (extract(epoch from timestamp) * 1000000)::bigint - 946684800000000, mt_dotnet_type, correlation_id, causation_id, user_name, is_archived, (headers - 'hash')::text, headers ->> 'hash')::text
            from mt_events where tenant_id = '{tenant}' and stream_id = '{stream}' order by version
            """);
        byte[]? previous = null;
        var version = 0;
        foreach (var row in rows.Select(row => JsonDocument.Parse(row).RootElement))
        {
            row[2].GetInt32().ShouldBe(++version);
            var hash = SHA256.HashData(Canonical(previous, row));
            if (row[11].ValueKind != JsonValueKind.Null)
                row[14].GetString().ShouldBe(Convert.ToHexStringLower(hash));
            previous = hash;
        }
    }

    static byte[] Canonical(byte[]? previous, JsonElement row)
    {
        using var bytes = new MemoryStream();
        bytes.Write("es1"u8);
        Field(previous);
        Field(Utf8(0));
        Field(Convert.FromHexString(row[1].GetString()!.Replace("-", "", StringComparison.Ordinal)));
        Field(Long(row[2].GetInt64()));
        Field(Convert.FromHexString(row[3].GetString()!.Replace("-", "", StringComparison.Ordinal)));
        Field(Utf8(4));
        Field(Encoding.UTF8.GetBytes(Sorted(JsonDocument.Parse(row[5].GetString()!).RootElement)));
        Field(row[6].ValueKind == JsonValueKind.Null ? null : Convert.FromHexString(row[6].GetString()!));
        Field(Long(row[7].GetInt64()));
        foreach (var text in (int[])[8, 9, 10, 11])
            Field(Utf8(text));
        Field(Long(row[12].GetBoolean() ? 1 : 0));
        Field(row[13].ValueKind == JsonValueKind.Null ? null : Encoding.UTF8.GetBytes(Sorted(JsonDocument.Parse(row[13].GetString()!).RootElement)));
        return bytes.ToArray();

        byte[]? Utf8(int at) => row[at].ValueKind == JsonValueKind.Null ? null : Encoding.UTF8.GetBytes(row[at].GetString()!);

        static byte[] Long(long value) => [.. BitConverter.GetBytes(value).Reverse()];

        void Field(byte[]? field)
        {
            bytes.Write([.. BitConverter.GetBytes(field?.Length ?? -1).Reverse()]);
            bytes.Write(field);
        }
    }

    static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{Quoted(one.Name)}:{Sorted(one.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.String => Quoted(element.GetString()!),
        _ => element.GetRawText(),
    };

    static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var one in text)
        {
            quoted.Append(one switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}"),
                _ => one.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
