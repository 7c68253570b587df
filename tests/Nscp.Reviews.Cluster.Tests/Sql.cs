using Npgsql;

namespace Nscp.Reviews.Cluster.Tests;

static class Sql
{
    public static Task RunAsync(string connection, string sql) => ScalarAsync(connection, sql);

    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(Roles.Unpooled(connectionString));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
