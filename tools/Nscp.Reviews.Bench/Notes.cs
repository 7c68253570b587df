using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Nscp.Reviews.EventStore;
using NpgsqlTypes;

namespace Nscp.Reviews.Bench;

/// <summary>What the store's own paths are measured with: streams of notes of about 370 bytes, and one row that counts them.</summary>
sealed record Note(int Number, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Note))]
sealed partial class NoteJson : JsonSerializerContext;

static class Notes
{
    public const string Tenant = "bench", StreamType = "notes", EventType = "note_taken";

    /// <summary>Makes an event about 370 bytes long.</summary>
    public const string Filling = "professionals need to be clear about the added vulnerability of extremely premature babies, about the use of an interpreter, and about who is meant when a child speaks of family; agencies confirm how this has been shared, with whom and by when, and what difference is expected of it in daily practice across the partnership.";

    public static ProjectionTable Table { get; } = new(
        "bench_notes",
        [new("tenant_id", NpgsqlDbType.Varchar), new("stream_id", NpgsqlDbType.Uuid), new("notes", NpgsqlDbType.Integer), new("latest", NpgsqlDbType.Varchar)],
        keyLength: 2);

    public static Migration Migration { get; } = new("bench", 1, "notes",
        """
        create table bench_notes (tenant_id varchar, stream_id uuid, notes int not null, latest varchar not null, primary key (tenant_id, stream_id));
        grant select, insert, update, delete on bench_notes to {application}, {log_reader};
        select es_bind_to_tenant('bench_notes');
        """);

    public static byte[] Data(long number) => JsonSerializer.SerializeToUtf8Bytes(new Note((int)number, Filling), NoteJson.Default.Note);

    public static NewEvent Event(long number) => new(Guid.CreateVersion7(), EventType, Data(number), new EventMetadata
    {
        RecorderId = "bench",
        RecorderName = "Benchmark",
        RecorderRole = "development-manager",
        RecorderOrganisation = "NSCP",
        ActorOrganisation = "NSCP",
        HowKnown = "own-act",
        HappenedOn = new LocalDate(2026, 11, 20),
        KnownOn = new LocalDate(2026, 11, 20),
        RecordedAt = SqlTime.Truncate(SystemClock.Instance.GetCurrentInstant()),
        CalendarRevision = 1,
        CorrelationId = "bench",
    });

    public static CommandRecord Command(Guid stream, long version, long number) => new(
        new CommandKey("bench", "POST /notes", string.Create(CultureInfo.InvariantCulture, $"{stream:n}-{number}")),
        new byte[32], stream, version, version, SqlTime.Truncate(SystemClock.Instance.GetCurrentInstant()));

    public static NotesState Fold(IReadOnlyList<StoredEvent> events)
    {
        var state = default(NotesState);
        foreach (var one in events)
            state = state.With(JsonSerializer.Deserialize(one.Data.Span, NoteJson.Default.Note)!);
        return state;
    }

    public static IReadOnlyList<ProjectionRow> Rows(string tenant, Guid stream, NotesState state) =>
        state.Count == 0 ? [] : [new ProjectionRow(Table, tenant, stream, state.Count, state.Latest)];
}

readonly record struct NotesState(int Count, string Latest)
{
    public NotesState With(Note note) => new(Count + 1, note.Text);
}
