using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>Names events above every number that was ever given: no append put them there, and neither the sealer nor the rest of the verification looks so far.</summary>
static class AboveCheck
{
    // The last number is read when the statement has its snapshot already: so whatever this shows was given its number before.
    const string Select =
        $"select seq_id, coalesce(tenant_id, '*DEFAULT*'), stream_id, version from mt_events where seq_id > (select {SafeMark.LastNumber}) order by seq_id";

    internal static async Task RunAsync(NpgsqlConnection looking, Findings findings, CancellationToken ct)
    {
        await using var command = looking.Command(Select);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (number, tenant, stream, version) = (reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? Guid.Empty : reader.GetGuid(2), reader.GetInt64(3));
            findings.Add(new Finding(
                FindingKind.Inserted, number, tenant, stream, version,
                $"The event at {number} of the log, version {version} of stream {stream} of {tenant}, stands above the last number that was given: no append put it there."));
        }
    }
}
