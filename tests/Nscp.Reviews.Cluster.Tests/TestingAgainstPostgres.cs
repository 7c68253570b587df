using Npgsql;

namespace Nscp.Reviews.Cluster.Tests;

public sealed class TestingAgainstPostgres
{
    [Fact]
    public async Task Gives_each_caller_a_database_of_its_own()
    {
        var cluster = await TestCluster.SharedAsync();
        await using var one = await cluster.CreateDatabaseAsync();
        await using var other = await cluster.CreateDatabaseAsync();

        await Sql.RunAsync(one.OwnerConnectionString, "create table kept (n int)");

        (await Sql.ScalarAsync(other.OwnerConnectionString, "select to_regclass('kept')::text")).ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task Copies_a_prepared_template()
    {
        var cluster = await TestCluster.SharedAsync();
        var template = await cluster.CreateTemplateAsync((database, _) =>
            Sql.RunAsync(database.OwnerConnectionString, "create table kept as select 42 as n"));

        await using var copy = await cluster.CreateDatabaseAsync(template);

        (await Sql.ScalarAsync(copy.OwnerConnectionString, "select n from kept")).ShouldBe(42);
    }

    [Theory]
    [InlineData("reviews_owner")]
    [InlineData("reviews_app")]
    public async Task Works_as_roles_that_row_security_binds(string role)
    {
        var cluster = await TestCluster.SharedAsync();

        (await Sql.ScalarAsync(cluster.SuperuserConnectionString,
            $"select rolcanlogin and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb from pg_roles where rolname = '{role}'")).ShouldBe(true);
    }

    /// <summary>Else it cannot tell a number that is still to be committed from one that was given up, and passes the event by.</summary>
    [Fact]
    public async Task Lets_who_follows_the_log_see_who_is_still_writing()
    {
        var cluster = await TestCluster.SharedAsync();

        (await Sql.ScalarAsync(cluster.SuperuserConnectionString,
            "select rolbypassrls and not rolsuper and not rolcreaterole and pg_has_role(rolname, 'pg_read_all_stats', 'usage') from pg_roles where rolname = 'reviews_log'")).ShouldBe(true);
    }

    [Fact]
    public async Task Keeps_the_host_from_making_tables()
    {
        var cluster = await TestCluster.SharedAsync();
        await using var database = await cluster.CreateDatabaseAsync();

        var refused = await Should.ThrowAsync<PostgresException>(() => Sql.RunAsync(database.AppConnectionString, "create table mine (n int)"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
