using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 9, at the start of a host: a role that could do more than it should is told.</summary>
public class CheckingTheRoles(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Finds_nothing_wrong_with_the_roles_as_the_migrations_leave_them()
    {
        (await RoleCheck.OfApplicationAsync(database.Application, StoreDatabase.Ct)).ShouldBeNull();
        (await RoleCheck.OfLogReaderAsync(database.Log, StoreDatabase.Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Tells_of_a_superuser_and_of_an_owner()
    {
        (await RoleCheck.OfApplicationAsync(database.Super, StoreDatabase.Ct)).ShouldNotBeNull().ShouldContain("is a superuser; is exempt from row security (BYPASSRLS)");
        (await RoleCheck.OfApplicationAsync(database.Owner, StoreDatabase.Ct)).ShouldNotBeNull().ShouldContain("owns the tables");
        (await RoleCheck.OfApplicationAsync(database.Log, StoreDatabase.Ct)).ShouldNotBeNull().ShouldContain("is exempt from row security");
        (await RoleCheck.OfLogReaderAsync(database.Super, StoreDatabase.Ct)).ShouldNotBeNull().ShouldContain("is a superuser");
        (await RoleCheck.OfLogReaderAsync(database.Application, StoreDatabase.Ct)).ShouldNotBeNull().ShouldContain("needs BYPASSRLS");
    }

    [Theory]
    [InlineData("update (data)", "may change or delete events")]
    [InlineData("delete", "may change or delete events")]
    [InlineData("truncate", "may change or delete events")]
    public async Task Tells_of_a_grant_too_much(string grant, string told)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(StoreDatabase.Ct);
        await RunAsync(connection, $"grant {grant} on mt_events to {StoreDatabase.ApplicationRole}");
        try
        {
            (await RoleCheck.OfApplicationAsync(database.Application, StoreDatabase.Ct)).ShouldNotBeNull().ShouldContain(told);
        }
        finally
        {
            await RunAsync(connection, $"revoke {grant} on mt_events from {StoreDatabase.ApplicationRole}");
        }
    }

    [Theory]
    [InlineData("insert on es_tree_head", "reviews_app", "may write seals")]
    [InlineData("update (hash) on es_leaf", "reviews_app", "may write seals")]
    [InlineData("delete on es_subtree", "reviews_log", "may change or delete seals")]
    [InlineData("update (root) on es_tree_head", "reviews_log", "may change or delete seals")]
    [InlineData("update on es_log", "reviews_log", "may change or delete seals")]
    public async Task Tells_of_a_grant_on_the_seals_too_much(string grant, string role, string told)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(StoreDatabase.Ct);
        await RunAsync(connection, $"grant {grant} to {role}");
        try
        {
            (role == StoreDatabase.ApplicationRole ? await RoleCheck.OfApplicationAsync(database.Application, StoreDatabase.Ct) : await RoleCheck.OfLogReaderAsync(database.Log, StoreDatabase.Ct))
                .ShouldNotBeNull().ShouldContain(told);
        }
        finally
        {
            await RunAsync(connection, $"revoke {grant} from {role}");
        }
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(StoreDatabase.Ct);
    }
}
