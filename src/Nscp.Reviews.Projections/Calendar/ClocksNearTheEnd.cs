using Npgsql;

namespace Nscp.Reviews.Projections;

/// <summary>How many open clocks, of all partnerships, come near the end of what the list of bank holidays covers, or go beyond it?</summary>
public static class ClocksNearTheEnd
{
    const string Select =
        """
        select count(*) filter (where due_on between $1 and $2)::int, count(*) filter (where due_on is null or due_on > $2)::int
        from case_clock
        where met_on is null and cancelled_on is null and missed_on is null and starts_on is not null and has_period and not is_floor and (due_on is null or due_on >= $1)
        """;

    /// <param name="log">The log reader role's, which row security does not bind.</param>
    public static async Task<ClocksAtTheEdge> ReadAsync(NpgsqlDataSource log, CoveredYears coverage, CancellationToken ct)
    {
        await using var command = log.CreateCommand(Select);
        command.Parameters.Add(ReadSql.Date(CoverageWarnings.NearFrom(coverage)));
        command.Parameters.Add(ReadSql.Date(coverage.LastDay));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt32(0), reader.GetInt32(1));
    }
}
