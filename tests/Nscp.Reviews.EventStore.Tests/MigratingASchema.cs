using Nscp.Reviews.Cluster;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

public class MigratingASchema
{
    static CancellationToken Ct => StoreDatabase.Ct;

    [Fact]
    public async Task Applies_everything_once_and_the_second_time_nothing()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await ApplyAsync(owner, StoreDatabase.AllMigrations);
        var before = await AppliedAsync(owner);
        before.Count.ShouldBe(StoreDatabase.AllMigrations.Count);

        await ApplyAsync(owner, StoreDatabase.AllMigrations);

        (await AppliedAsync(owner)).ShouldBe(before);
    }

    [Fact]
    public async Task Applies_everything_once_when_hosts_start_together()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ApplyAsync(owner, StoreDatabase.AllMigrations), Ct)));
        (await AppliedAsync(owner)).Count.ShouldBe(StoreDatabase.AllMigrations.Count);
    }

    [Fact]
    public async Task Refuses_a_script_that_was_changed_after_it_was_applied()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await ApplyAsync(owner, [One("create table a (x int)")]);

        (await Should.ThrowAsync<MigrationException>(() => ApplyAsync(owner, [One("create table a (x bigint)"), Two("create table b (x int)")])))
            .Message.ShouldBe("migration tests 1 (one) was changed after it had been applied: write a new migration instead.");
        (await AppliedAsync(owner)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Takes_a_script_with_other_line_ends_for_the_same()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await ApplyAsync(owner, [One("create table a\n(x int)")]);
        await Should.NotThrowAsync(() => ApplyAsync(owner, [One("create table a\r\n(x int)")]));
    }

    [Fact]
    public async Task Refuses_a_database_that_is_newer_than_the_program()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await ApplyAsync(owner, [One("create table a (x int)"), Two("create table b (x int)")]);

        (await Should.ThrowAsync<MigrationException>(() => ApplyAsync(owner, [One("create table a (x int)")])))
            .Message.ShouldBe("The database is newer than this program: it has migration tests 2, which this program does not know.");
    }

    [Fact]
    public async Task Refuses_numbers_with_a_gap()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await Should.ThrowAsync<MigrationException>(() => ApplyAsync(owner, [Two("create table b (x int)")]));
    }

    [Fact]
    public async Task Leaves_nothing_behind_when_a_later_script_fails()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await Should.ThrowAsync<PostgresException>(() => ApplyAsync(owner, [One("create table a (x int)"), Two("create table a (x int)")]));
        (await StoreDatabase.TextsAsync(owner, "select relname from pg_class where relname in ('a', 'es_migration')")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tells_the_host_what_is_wrong_until_everything_is_there()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var application = StoreDataSource.Create(database.AppConnectionString);
        var all = StoreDatabase.AllMigrations;

        (await Migrations.CheckAsync(application, all, Ct)).ShouldBe("The database has no schema yet: run the migrations.");
        await ApplyAsync(owner, Migration.OfTheStore);
        (await Migrations.CheckAsync(application, all, Ct)).ShouldBe("The database lacks migration tickets 1 (tickets): run the migrations.");
        await ApplyAsync(owner, all);
        (await Migrations.CheckAsync(application, all, Ct)).ShouldBeNull();
        (await Migrations.CheckAsync(application, Migration.OfTheStore, Ct))!.ShouldStartWith("The database is newer than this program");
        (await Migrations.CheckAsync(application, [.. Migration.OfTheStore, Tickets.Migration with { Sql = "select 1" }], Ct))!.ShouldContain("was changed");
    }

    [Fact]
    public async Task Keeps_the_data_of_the_first_version_and_goes_on_from_it()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        var (stream, first) = (Guid.CreateVersion7(), Migration.OfTheStore.Where(migration => migration.Number <= 2).ToList());
        await ApplyAsync(owner, first);
        await using (var before = owner.CreateCommand(
            $$"""
            insert into mt_streams (tenant_id, id, type, version) values ('old', '{{stream}}', 'ticket', 1);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
            values (nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', 1, '{"value": "1"}', 'ticket_opened', now(), 'old', false)
            """))
            await before.ExecuteNonQueryAsync(Ct);

        await ApplyAsync(owner, Migration.OfTheStore);

        await using var store = new Store(database.AppConnectionString);
        var read = await store.ReadAsync("old", new StreamAddress.ById(stream), null, Ct);
        (await store.AppendAsync(new Append("old", stream, "ticket", read.Expected, [Tickets.Noted("a")], null, []), Ct)).ShouldHaveAppended(2, 2);
        (await store.ReadAsync("old", new StreamAddress.ById(stream), null, Ct)).Events.Select(one => one.Type).ShouldBe(["ticket_opened", "ticket_noted"]);
    }

    static Migration One(string sql) => new("tests", 1, "one", sql);

    static Migration Two(string sql) => new("tests", 2, "two", sql);

    static async Task<TestDatabase> NewAsync() => await (await TestCluster.SharedAsync()).CreateDatabaseAsync(cancellation: Ct);

    static Task ApplyAsync(NpgsqlDataSource owner, IReadOnlyList<Migration> all) => Migrations.ApplyAsync(owner, StoreDatabase.Roles, all, Ct);

    static Task<IReadOnlyList<string>> AppliedAsync(NpgsqlDataSource owner) =>
        StoreDatabase.TextsAsync(owner, "select concat_ws(' ', source, number, name, sha256, applied_at) from es_migration order by source, number");
}
