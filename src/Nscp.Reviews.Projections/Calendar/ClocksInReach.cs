using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

/// <summary>A stream of a partnership.</summary>
public sealed record TenantStream(string Tenant, Guid Stream);

/// <summary>
/// Which cases hold a clock that a change of the bank-holiday list could move? More than it does move, and never fewer: whether one moves
/// is worked out from its case.
/// </summary>
public static class ClocksInReach
{
    // Another reading of the guidance may count from a day before the clock's own. A clock without a due date may get one by any new list.
    const string Select =
        """
        select distinct tenant_id, stream_id from case_clock
        where ($1::varchar is null or tenant_id = $1) and ($2::varchar is null or tenant_id <> $2)
            and in_working_days and has_period and starts_on is not null
            and (due_on is null or (least(starts_on, due_on) - 60 <= $4 and greatest(starts_on, due_on) >= $3))
            and ($5::varchar is null or (tenant_id, stream_id) > ($5, $6::varchar::uuid))
        order by tenant_id, stream_id limit $7
        """;

    /// <summary>The first and the last day that the change concerns, both inclusive; null where it concerns none.</summary>
    public static (LocalDate First, LocalDate Last)? Days(CalendarDifference difference)
    {
        List<LocalDate> days = [.. difference.Added.Concat(difference.Withdrawn).Concat(difference.NewlyCovered.SelectMany(year => year.Holidays)).Select(holiday => holiday.Date)];
        return days.Count == 0 ? null : (days.Min(), days.Max());
    }

    /// <summary>In the order of tenants and streams, after the one given.</summary>
    /// <param name="connection">Of a role that row security does not bind.</param>
    public static async Task<IReadOnlyList<TenantStream>> ReadAsync(
        NpgsqlConnection connection, string? except, (LocalDate First, LocalDate Last) days, TenantStream? after, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.AddRange(Parameters(null, except, days, after, most).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var streams = new List<TenantStream>();
        while (await reader.ReadAsync(ct)) streams.Add(Read(reader));
        return streams;
    }

    /// <summary>Of one tenant, by the application's role.</summary>
    public static async Task<IReadOnlyList<TenantStream>> ReadAsync(NpgsqlDataSource source, string tenant, (LocalDate First, LocalDate Last) days, CancellationToken ct) =>
        await QueryAsync(source, tenant, Select, Parameters(tenant, null, days, null, int.MaxValue).Skip(1).ToList(), Read, ct);

    static IEnumerable<NpgsqlParameter> Parameters(string? only, string? except, (LocalDate First, LocalDate Last) days, TenantStream? after, int most) =>
        [Text(only), Text(except), Date(days.First), Date(days.Last), Text(after?.Tenant), Text(after?.Stream.ToString()), Int(most)];

    static TenantStream Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetGuid(1));
}
