using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// Metadata as stored beside an event: one flat JSON object in <c>headers</c>, but for what has a column of its own
/// (recorded at, recorder's id, correlation, causation). The names are a storage format: they never change.
/// </summary>
static class Headers
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static ReadOnlyMemory<byte> Write(EventMetadata metadata)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("recorderName"u8, metadata.RecorderName);
        json.WriteString("recorderRole"u8, metadata.RecorderRole);
        json.WriteString("recorderOrganisation"u8, metadata.RecorderOrganisation);
        json.WriteString("actorOrganisation"u8, metadata.ActorOrganisation);
        if (metadata.ActorRole is { } role)
            json.WriteString("actorRole"u8, role);
        json.WriteString("howKnown"u8, metadata.HowKnown);
        json.WriteString("happenedOn"u8, LocalDatePattern.Iso.Format(metadata.HappenedOn));
        json.WriteString("knownOn"u8, LocalDatePattern.Iso.Format(metadata.KnownOn));
        json.WriteNumber("calendarRevision"u8, metadata.CalendarRevision);
        if (metadata.Reason is { } reason)
            json.WriteString("reason"u8, reason);
        json.WriteString("despite"u8, metadata.DespiteText);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Null when anything mandatory is missing or not of its kind: then other software recorded the event.</summary>
    internal static EventMetadata? Read(OtherColumns row, Instant timestamp)
    {
        var (recorderId, correlationId, causationId) = (row.UserName, row.CorrelationId, row.CausationId);
        var found = row.Headers is { } bytes ? Parse(bytes.Span) : default;
        if (Blank(recorderId) || Blank(correlationId) || Blank(found.RecorderName) || Blank(found.RecorderRole) || Blank(found.RecorderOrganisation)
            || Blank(found.ActorOrganisation) || Blank(found.HowKnown) || found.HappenedOn is null || found.KnownOn is null || found.CalendarRevision < 1)
            return null;
        return new EventMetadata
        {
            RecorderId = recorderId!,
            RecorderName = found.RecorderName!,
            RecorderRole = found.RecorderRole!,
            RecorderOrganisation = found.RecorderOrganisation!,
            ActorOrganisation = found.ActorOrganisation!,
            ActorRole = Blank(found.ActorRole) ? null : found.ActorRole,
            HowKnown = found.HowKnown!,
            HappenedOn = found.HappenedOn.Value,
            KnownOn = found.KnownOn.Value,
            RecordedAt = timestamp,
            CalendarRevision = found.CalendarRevision,
            CorrelationId = correlationId!,
            CausationId = Blank(causationId) ? null : causationId,
            Reason = Blank(found.Reason) ? null : found.Reason,
            DespiteText = found.Despite ?? "",
        };
    }

    /// <summary>The hash that was recorded with an event; null when there is none.</summary>
    internal static Hash256? ReadHash(ReadOnlyMemory<byte>? headers)
    {
        if (headers is not { } bytes)
            return null;
        var json = new Utf8JsonReader(bytes.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("hash"u8))
                return Hash256.Parse(String(ref json));
            json.Skip();
        }
        return null;
    }

    /// <summary>Puts the hash into headers that are in canonical form.</summary>
    internal static byte[] WithHash(ReadOnlySpan<byte> canonical, Hash256 hash) => [.. canonical[..^1], .. ",\"hash\":\""u8, .. Encoding.ASCII.GetBytes(hash.ToString()), .. "\"}"u8];

    static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    static Found Parse(ReadOnlySpan<byte> headers)
    {
        var found = default(Found);
        var json = new Utf8JsonReader(headers);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return found;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            ReadProperty(ref json, ref found);
        return found;
    }

    // By length first: almost every name has its own.
    static void ReadProperty(ref Utf8JsonReader json, ref Found found)
    {
        switch (json.ValueSpan.Length)
        {
            case 6 when json.ValueTextEquals("reason"u8):
                found.Reason = String(ref json);
                break;
            case 7 when json.ValueTextEquals("despite"u8):
                found.Despite = String(ref json);
                break;
            case 7 when json.ValueTextEquals("knownOn"u8):
                found.KnownOn = Date(ref json);
                break;
            case 8 when json.ValueTextEquals("howKnown"u8):
                found.HowKnown = String(ref json);
                break;
            case 9 when json.ValueTextEquals("actorRole"u8):
                found.ActorRole = String(ref json);
                break;
            case 10 when json.ValueTextEquals("happenedOn"u8):
                found.HappenedOn = Date(ref json);
                break;
            case 12 when json.ValueTextEquals("recorderName"u8):
                found.RecorderName = String(ref json);
                break;
            case 12 when json.ValueTextEquals("recorderRole"u8):
                found.RecorderRole = String(ref json);
                break;
            case 16 when json.ValueTextEquals("calendarRevision"u8):
                found.CalendarRevision = Number(ref json);
                break;
            case 17 when json.ValueTextEquals("actorOrganisation"u8):
                found.ActorOrganisation = String(ref json);
                break;
            case 20 when json.ValueTextEquals("recorderOrganisation"u8):
                found.RecorderOrganisation = String(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    static string? String(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return json.GetString();
        json.Skip();
        return null;
    }

    static LocalDate? Date(ref Utf8JsonReader json) => String(ref json) is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;

    static int Number(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number))
            return number;
        json.Skip();
        return 0;
    }

    struct Found
    {
        internal string? RecorderName, RecorderRole, RecorderOrganisation, ActorOrganisation, ActorRole, HowKnown, Reason, Despite;
        internal LocalDate? HappenedOn, KnownOn;
        internal int CalendarRevision;
    }
}
