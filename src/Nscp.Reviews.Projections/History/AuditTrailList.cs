using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

public static class AuditTrailList
{
    const string Select =
        """
        select version, event_id, type, happened_on, known_on, recorded_at, recorder_id, recorder_name, recorder_role, recorder_organisation,
            actor_organisation, actor_role, how_known, reason, despite, marks, correlation_id, causation_id, calendar_revision, facts, corrected_by, in_error_by
        from audit_trail
        where tenant_id = $1 and stream_id = (select stream_id from case_reference where tenant_id = $1 and reference = $2)
        order by version
        """;

    /// <summary>The whole trail of one case in the order of recording, which <see cref="HistoryItem"/> words and orders; empty when there is no such case.</summary>
    /// <param name="reference">Of the case or of its CSPR.</param>
    public static async Task<IReadOnlyList<AuditEntry>> ReadAsync(NpgsqlDataSource source, string tenant, CaseReference reference, CancellationToken ct) =>
        await QueryAsync(source, tenant, Select, [Text(reference.Value)], Read, ct);

    static AuditEntry Read(NpgsqlDataReader row) => new(
        new Entry(
            new Envelope(
                row.GetGuid(1), row.GetInt64(0),
                new Recorder(row.GetString(6), row.GetString(7), row.GetString(8), OrganisationCode.Parse(row.GetString(9))),
                new Actor(OrganisationCode.Parse(row.GetString(10)), row.TextOrNull(11) is { } role ? new ShortText(role) : null, row.Word<HowKnown>(12)),
                row.Date(3), row.Date(4), SqlTime.ToInstant(row.GetFieldValue<long>(5)), row.GetInt32(18), row.GetString(16), row.TextOrNull(17),
                row.TextOrNull(13) is { } reason ? new ProtectedText(reason) : null, ListOf.From(row.GetFieldValue<string[]>(14))),
            EventCatalogue.FromJson(row.GetString(2), row.GetFieldValue<byte[]>(19))),
        ListOf.From(row.GetFieldValue<string[]>(15)), ListOf.From(row.GetFieldValue<long[]>(20)), row.IsDBNull(21) ? null : row.GetInt64(21));
}
