using System.Text.Json;
using NodaTime;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>A small application of the store: tickets with a number that may change and notes that may be struck out.</summary>
static class Tickets
{
    internal static readonly Instant Morning = Instant.FromUtc(2026, 3, 2, 9, 30);

    internal static readonly ProjectionTable Ticket = new(
        "ticket",
        [
            new("tenant_id", NpgsqlDbType.Varchar), new("stream_id", NpgsqlDbType.Uuid), new("number", NpgsqlDbType.Varchar),
            new("opened_on", NpgsqlDbType.Date), new("changed_at", NpgsqlDbType.TimestampTz), new("notes", NpgsqlDbType.Integer),
        ],
        keyLength: 2);

    internal static readonly ProjectionTable Note = new(
        "ticket_note",
        [new("tenant_id", NpgsqlDbType.Varchar), new("stream_id", NpgsqlDbType.Uuid), new("position", NpgsqlDbType.Integer), new("body", NpgsqlDbType.Text)],
        keyLength: 3);

    internal static readonly StreamLookup ByNumber = new("select stream_id from ticket where tenant_id = current_setting('es.tenant') and number = $1");

    internal static readonly Migration Migration = new("tickets", 1, "tickets",
        """
        create table ticket (tenant_id varchar, stream_id uuid, number varchar not null check (number <> 'forbidden'), opened_on date not null,
            changed_at timestamptz not null, notes int not null, primary key (tenant_id, stream_id), constraint ticket_number unique (tenant_id, number));
        create table ticket_note (tenant_id varchar, stream_id uuid, position int, body text, primary key (tenant_id, stream_id, position));
        grant select, insert, update, delete on ticket, ticket_note to {application}, {log_reader};
        select es_bind_to_tenant('ticket'), es_bind_to_tenant('ticket_note');
        create function ticket_next() returns int language sql as 'select 1';
        """);

    internal sealed record Fact(string Type, ReadOnlyMemory<byte> Data, Instant At);

    internal static NewEvent Opened(string number) => Event("ticket_opened", number);

    internal static NewEvent Renumbered(string number) => Event("ticket_renumbered", number);

    internal static NewEvent Noted(string body) => Event("ticket_noted", body);

    internal static NewEvent StruckOut(string body) => Event("ticket_note_struck_out", body);

    internal static NewEvent Event(string type, string value) =>
        new(Guid.CreateVersion7(), type, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["value"] = value }), Metadata());

    internal static EventMetadata Metadata() => new()
    {
        RecorderId = "u-7",
        RecorderName = "Ann Example",
        RecorderRole = "clerk",
        RecorderOrganisation = "desk",
        ActorOrganisation = "workshop",
        HowKnown = "letter",
        HappenedOn = new LocalDate(2026, 2, 27),
        KnownOn = new LocalDate(2026, 3, 1),
        RecordedAt = Morning,
        CalendarRevision = 1,
        CorrelationId = "c-1",
    };

    internal static IReadOnlyList<ProjectionRow> Rows(StreamHistory stream) =>
        Rows(stream.Tenant, stream.StreamId, stream.Events.Select(one => new Fact(one.Type, one.Data, one.Timestamp)));

    internal static IReadOnlyList<ProjectionRow> Rows(string tenant, Guid stream, IEnumerable<NewEvent> events) =>
        Rows(tenant, stream, events.Select(one => new Fact(one.Type, one.Data, one.Metadata.RecordedAt)));

    static List<ProjectionRow> Rows(string tenant, Guid stream, IEnumerable<Fact> facts)
    {
        string? number = null;
        var (changed, notes) = (default(Instant), new List<string>());
        foreach (var fact in facts)
        {
            var value = JsonDocument.Parse(fact.Data).RootElement.GetProperty("value").GetString()!;
            changed = fact.At;
            if (fact.Type is "ticket_opened" or "ticket_renumbered")
                number = value;
            else if (fact.Type == "ticket_noted")
                notes.Add(value);
            else if (fact.Type == "ticket_note_struck_out")
                notes.Remove(value);
        }
        if (number is null)
            return [];
        var rows = new List<ProjectionRow> { new(Ticket, tenant, stream, number, changed.InUtc().Date, changed, notes.Count) };
        rows.AddRange(notes.Select((body, position) => new ProjectionRow(Note, tenant, stream, position, body)));
        return rows;
    }

    internal static Append Open(string tenant, Guid stream, string number, CommandRecord? command = null) =>
        Appending(tenant, stream, [], [Opened(number)], command);

    /// <summary>For tests that no chain matters to.</summary>
    internal static ExpectedVersion.At At(long version) => new(version, default);

    internal static void ShouldHaveAppended(this AppendOutcome outcome, long from, long to)
    {
        var appended = outcome.ShouldBeOfType<AppendOutcome.Appended>();
        (appended.From, appended.To, appended.Next.Version).ShouldBe((from, to, to));
    }

    /// <summary>An append as an application makes it: the rows are the difference between the history before and after.</summary>
    internal static Append Appending(string tenant, Guid stream, IReadOnlyList<NewEvent> before, IReadOnlyList<NewEvent> events, CommandRecord? command = null) => new(
        tenant,
        stream,
        "ticket",
        before.Count == 0 ? new ExpectedVersion.MustNotExist() : new ExpectedVersion.At(before.Count, EventChain.Chain(tenant, stream, 0, null, before)[^1].Hash),
        events,
        command,
        RowChanges.Between(Rows(tenant, stream, before), Rows(tenant, stream, before.Concat(events))));

    internal static CommandRecord Command(Guid stream, long from, long to, string key = "k-1", byte digest = 1) =>
        new(new CommandKey("u-7", "POST /tickets", key), new[] { digest }, stream, from, to, Morning);
}
