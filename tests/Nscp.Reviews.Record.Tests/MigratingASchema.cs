using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Record.Tests;

/// <summary>One command of the owner's makes the schema, and nobody works on one that does not fit.</summary>
public class MigratingASchema
{
    const string Newer = "The database is newer than this program: it has release 2 of the schema, and this program knows 1. Start the newer program.";

    static CancellationToken Ct => RecordDatabase.Ct;

    [Fact]
    public async Task Makes_everything_once_when_hosts_start_together()
    {
        await using var database = await RecordDatabase.EmptyAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MigrateAsync(database, always: false), Ct)));

        (await TextsAsync(database, "select number from es_release")).ShouldBe(["1"]);
        (await ReadyAsync(database)).ShouldBe((HttpStatusCode.OK, ""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Changes_nothing_the_second_time(bool always)
    {
        await using var database = await RecordDatabase.EmptyAsync();
        await MigrateAsync(database, always: false);
        var before = await ObjectsAsync(database);

        await MigrateAsync(database, always);

        (await ObjectsAsync(database)).ShouldBe(before);
    }

    [Fact]
    public async Task Goes_on_while_others_write()
    {
        await using var database = new RecordDatabase();
        await database.InitializeAsync();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var (tenant, recorded) = (Cases.NewTenant(), 0);
            await database.OpenAsync(tenant);
            for (; !enough.IsCancellationRequested; recorded++)
                (await database.WriteStep.RunAsync<string>(tenant, Cases.ByReference("24-1"), null, session => Task.FromResult<Step<string>>(
                    new Step<string>.Save(Cases.Saving(session, tenant, null, Cases.Agreed($"{recorded}")), "recorded")), Ct)).ShouldBe("recorded");
            return (tenant, recorded);
        })).ToList();

        for (var i = 0; i < 3; i++) await Schema.MigrateAsync(database.OwnerConnectionString, RecordDatabase.Roles, always: true, Ct);
        await enough.CancelAsync();

        foreach (var (tenant, recorded) in await Task.WhenAll(writing))
            (await database.TextsAsync($"select count(*) from mt_events where tenant_id = '{tenant}'")).ShouldBe([$"{recorded + 1}"]);
    }

    [Fact]
    public async Task Is_refused_for_a_database_from_the_future_and_no_host_is_ready_on_it()
    {
        await using var database = await MigratedAsync("update es_release set number = 2, made_by = 'a newer program'");

        (await Should.ThrowAsync<SchemaException>(() => MigrateAsync(database, always: true))).Message.ShouldBe(Newer);
        (await TextsAsync(database, "select made_by from es_release")).ShouldBe(["a newer program"]);
        var (status, told) = await ReadyAsync(database);
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        told.ShouldContain("schema-wrong");
        told.ShouldContain(Newer);
        (await Should.ThrowAsync<InvalidOperationException>(() => PrepareAsync(database))).Message.ShouldBe(Newer);
    }

    [Fact]
    public async Task Is_asked_for_by_a_host_that_is_newer_than_the_database()
    {
        await using var database = await MigratedAsync("update es_release set number = 0");

        var (status, told) = await ReadyAsync(database);
        (status, told.Contains("The database has release 0 of the schema, and this program needs 1: run ./build.sh migrate.", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.ServiceUnavailable, true), told);
        await MigrateAsync(database, always: true);
        (await ReadyAsync(database)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Is_asked_for_by_a_host_without_any_schema()
    {
        await using var database = await RecordDatabase.EmptyAsync();
        (await Should.ThrowAsync<InvalidOperationException>(() => PrepareAsync(database))).Message.ShouldBe("The database has no schema yet: run ./build.sh migrate.");
    }

    [Fact]
    public async Task Is_refused_for_a_database_whose_layout_was_given_up()
    {
        await using var database = await RecordDatabase.EmptyAsync();
        await TextsAsync(database, "create table es_migration (source varchar, number int)");

        (await Should.ThrowAsync<SchemaException>(() => MigrateAsync(database, always: true))).Message.ShouldBe(
            "The database was made by a development version whose layout was given up. It holds no real cases: use an empty database (for a private one, delete the data folder) and start again.");
        (await TextsAsync(database, "select tablename from pg_tables where schemaname = 'public'")).ShouldBe(["es_migration"]);
    }

    static async Task<TestDatabase> MigratedAsync(string then)
    {
        var database = await RecordDatabase.EmptyAsync();
        await MigrateAsync(database, always: false);
        await TextsAsync(database, then);
        return database;
    }

    static Task MigrateAsync(TestDatabase database, bool always) => Schema.MigrateAsync(database.OwnerConnectionString, RecordDatabase.Roles, always, Ct);

    static async Task PrepareAsync(TestDatabase database)
    {
        await using var host = RecordDatabase.Host(database.AppConnectionString);
        await host.PrepareDatabaseAsync();
    }

    static async Task<(HttpStatusCode Status, string Problem)> ReadyAsync(TestDatabase database)
    {
        await using var host = RecordDatabase.Host(database.AppConnectionString);
        await host.StartAsync(Ct);
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"{host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/health/ready", Ct);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Everything that the schema is made of, with whoever may do what.</summary>
    static async Task<IReadOnlyList<string>> ObjectsAsync(TestDatabase database) => await TextsAsync(database,
        """
        select concat_ws(' ', 'relation', n.nspname, relname, relkind, relowner, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)), relrowsecurity, relforcerowsecurity) from pg_class join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'wolverine')
        union all
        select concat_ws(' ', 'column', attrelid::regclass, attname, atttypid, attnotnull, attacl) from pg_attribute join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'wolverine') and attnum > 0
        union all
        select concat_ws(' ', 'policy', tablename, policyname, roles, cmd, qual, with_check) from pg_policies
        union all
        select concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, tgtype) from pg_trigger where not tgisinternal
        union all
        select concat_ws(' ', 'function', oid::regprocedure, md5(prosrc), proacl) from pg_proc where pronamespace = 'public'::regnamespace
        union all
        select concat_ws(' ', 'sequence', seqrelid::regclass, seqcache, seqincrement) from pg_sequence
        order by 1
        """);

    static async Task<IReadOnlyList<string>> TextsAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString);
        return await RecordDatabase.TextsAsync(source, sql);
    }
}
