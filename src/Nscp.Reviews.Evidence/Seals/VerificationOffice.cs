using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>Where runs of the verification are kept.</summary>
public static class VerificationOffice
{
    const string SelectNewest =
        "select number, cause, started_at, finished_at, up_to, events, sealed, unsealed, unchained, found from es_verification order by number desc limit $1";

    const string SelectFindings = "select findings from es_verification where number = $1";

    const string Insert = "insert into es_verification (cause, started_at) values ($1, $2) returning number";

    const string Finish =
        """
        update es_verification set finished_at = $2, up_to = $3, events = $4, sealed = $5, unsealed = $6, unchained = $7, found = $8, findings = $9 where number = $1
        """;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The newest runs, the newest first.</summary>
    /// <param name="source">The application's or the log reader's.</param>
    /// <param name="most">1 or more.</param>
    public static async Task<IReadOnlyList<VerificationRun>> ListAsync(NpgsqlDataSource source, int most, CancellationToken ct)
    {
        var runs = new List<VerificationRun>();
        await using var command = source.CreateCommand(SelectNewest);
        command.Parameters.Add(Sql.Bigint(most));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            runs.Add(Read(reader));
        return runs;
    }

    /// <summary>What a run has found, the first 1,000 of it; empty for a run that found nothing, is not finished or never was.</summary>
    /// <param name="log">The log reader's: findings name streams of every tenant.</param>
    public static async Task<IReadOnlyList<Finding>> FindingsAsync(NpgsqlDataSource log, long number, CancellationToken ct)
    {
        await using var command = log.CreateCommand(SelectFindings);
        command.Parameters.Add(Sql.Bigint(number));
        return await command.ExecuteScalarAsync(ct) is string findings ? JsonSerializer.Deserialize<List<Stored>>(findings, Json)!.ConvertAll(one => one.ToFinding()) : [];
    }

    internal static async Task<long> BeginAsync(NpgsqlConnection connection, VerificationCause cause, Instant at, CancellationToken ct)
    {
        await using var command = connection.Command(Insert, Sql.Varchar(Word(cause)), Sql.Timestamp(at));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    internal static async Task FinishAsync(NpgsqlConnection connection, VerificationReport report, CancellationToken ct)
    {
        await using var command = connection.Command(Finish,
            Sql.Bigint(report.Number), Sql.Timestamp(report.FinishedAt), Sql.Bigint(report.UpTo), Sql.Bigint(report.Events), Sql.Bigint(report.Sealed), Sql.Bigint(report.Unsealed),
            Sql.Bigint(report.Unchained), Sql.Bigint(report.Found), Sql.Jsonb(JsonSerializer.SerializeToUtf8Bytes(report.Findings.Select(Stored.Of), Json)));
        await command.ExecuteNonQueryAsync(ct);
    }

    static VerificationRun Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1) == Word(VerificationCause.Scheduled) ? VerificationCause.Scheduled : VerificationCause.OnDemand, SqlTime.ToInstant(row.GetFieldValue<long>(2)),
        row.IsDBNull(3) ? null : SqlTime.ToInstant(row.GetFieldValue<long>(3)), NumberOrNull(row, 4), NumberOrNull(row, 5), NumberOrNull(row, 6), NumberOrNull(row, 7), NumberOrNull(row, 8), NumberOrNull(row, 9));

    static long? NumberOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    static string Word(VerificationCause cause) => cause switch
    {
        VerificationCause.Scheduled => "scheduled",
        VerificationCause.OnDemand => "on-demand",
    };

    sealed record Stored(string Kind, long? Number, string? Tenant, Guid? StreamId, long? Version, string Sentence)
    {
        internal static Stored Of(Finding one) => new(one.Kind.Word(), one.Number, one.Tenant, one.StreamId, one.Version, one.Sentence);

        internal Finding ToFinding() => new(Enum.GetValues<FindingKind>().Single(kind => kind.Word() == Kind), Number, Tenant, StreamId, Version, Sentence);
    }
}
