using Npgsql;

namespace Nscp.Reviews.Cluster;

/// <summary>
/// <c>reviews_owner</c> owns the tables and migrates them; <c>reviews_app</c> is what the host answers requests as;
/// <c>reviews_log</c> reads the whole log, of every partnership: row security does not bind it, and it sees who is still writing. None is a superuser.
/// </summary>
static class Roles
{
    // Any fixed number: two processes that prepare one server at once take turns.
    const long TurnKey = 6_150_417_203;

    public static async Task PrepareAsync(ConnectionStrings server, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Unpooled(server.AsSuperuser()));
        await connection.OpenAsync(cancellation);
        await RunAsync(connection, $"select pg_advisory_lock({TurnKey})", cancellation);
        foreach (var (role, rowSecurity) in ((string, string)[])[(ConnectionStrings.Owner, "nobypassrls"), (ConnectionStrings.App, "nobypassrls"), (ConnectionStrings.Log, "bypassrls")])
        {
            if (!await IsThereAsync(connection, $"select 1 from pg_roles where rolname = '{role}'", cancellation))
                await RunAsync(connection, $"create role {role} login nosuperuser {rowSecurity} nocreatedb nocreaterole password '{server.PasswordOf(role)}'", cancellation);
        }
        // Also on a server whose roles an earlier version made. Without it a follower of the log cannot tell a number that is still to come from one that was given up.
        if (!await IsThereAsync(connection, $"select 1 where pg_has_role('{ConnectionStrings.Log}', 'pg_read_all_stats', 'usage')", cancellation))
            await RunAsync(connection, $"grant pg_read_all_stats to {ConnectionStrings.Log}", cancellation);
    }

    public static async Task CreateDatabaseAsync(ConnectionStrings server, string name, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Unpooled(server.AsSuperuser()));
        await connection.OpenAsync(cancellation);
        if (!await IsThereAsync(connection, $"select 1 from pg_database where datname = '{name}'", cancellation))
            await RunAsync(connection, $"create database {name} owner {ConnectionStrings.Owner}", cancellation);
        await RunAsync(connection, $"revoke connect, temporary on database {name} from public", cancellation);
        await RunAsync(connection, $"grant connect on database {name} to {ConnectionStrings.App}, {ConnectionStrings.Log}", cancellation);
    }

    internal static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        // The names in it are ours or checked by TestCluster; PostgreSQL takes no parameters in such statements.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static string Unpooled(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;

    static async Task<bool> IsThereAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }
}
