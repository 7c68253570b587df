using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 10: a transaction sees the rows of the tenant that it named first, and of no other; one that named none sees nothing.</summary>
public class KeepingTenantsApart(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    static readonly string[] Tables = ["mt_streams", "mt_events", "es_command", "ticket", "ticket_note"];

    [Fact]
    public async Task Binds_every_table_that_holds_a_tenant_s_data()
    {
        var unbound = await database.TextsAsync(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
                and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'own_tenant'))
            """);

        unbound.ShouldBeEmpty();
        (await database.TextsAsync("select count(*) from pg_policy where polname <> 'own_tenant'")).ShouldBe(["0"], "a second policy would let more rows through");
        // Once in a statement, and not once a row.
        (await database.TextsAsync("select count(*) from pg_policies where policyname = 'own_tenant' and qual not like '%( SELECT NULLIF(current_setting(%'")).ShouldBe(["0"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Shows_nothing_to_a_transaction_that_names_no_tenant(bool reset) => CheckUnnamedAsync(database, reset);

    [Fact]
    public async Task Catches_a_store_whose_queries_alone_keep_tenants_apart()
    {
        await using var naive = new StoreDatabase();
        await naive.InitializeAsync();
        await naive.ExecuteAsync(string.Concat(Tables.Select(table => $"alter table {table} disable row level security;")));
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckUnnamedAsync(naive, reset: true));
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAnotherAsync(naive, "another"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("another")]
    public Task Shows_nothing_of_a_tenant_to_another(string other) => CheckAnotherAsync(database, other);

    [Fact]
    public async Task Shows_a_tenant_all_of_its_own()
    {
        var tenant = await WithRowsAsync(database);
        await using var source = Application(database, reset: true);

        (await NamedAsync(source, tenant, "select concat_ws(' ', (select count(*) from mt_streams), (select count(*) from mt_events), (select count(*) from es_command), (select count(*) from ticket), (select count(*) from ticket_note))"))
            .ShouldBe(["1 2 1 1 1"]);
    }

    [Theory]
    [InlineData("insert into mt_streams (tenant_id, id, version) values ('victim', gen_random_uuid(), 1)")]
    [InlineData("insert into ticket values ('victim', gen_random_uuid(), '1', now(), now(), 0)")]
    [InlineData("update ticket set tenant_id = 'victim'")]
    public async Task Lets_nobody_write_for_another_tenant(string sql)
    {
        var tenant = await WithRowsAsync(database);
        await using var source = Application(database, reset: true);

        (await Should.ThrowAsync<PostgresException>(() => NamedAsync(source, tenant, sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public Task Leaves_no_tenant_on_a_connection_that_others_use_next() => CheckLeavesNoneAsync(NamedAsync);

    [Fact]
    public async Task Catches_a_store_that_names_its_tenant_for_the_session() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckLeavesNoneAsync(NamedForTheSessionAsync));

    [Fact]
    public async Task Binds_the_owner_and_spares_the_log_reader()
    {
        var tenant = await WithRowsAsync(database);

        (await StoreDatabase.TextsAsync(database.Owner, "select count(*) from mt_events")).ShouldBe(["0"]);
        (await StoreDatabase.TextsAsync(database.Log, $"select count(*) from mt_events where tenant_id = '{tenant}'")).ShouldBe(["2"]);
    }

    static async Task<string> WithRowsAsync(StoreDatabase database)
    {
        var (tenant, stream) = ($"apart-{Guid.NewGuid():n}", Guid.CreateVersion7());
        var append = Tickets.Appending(tenant, stream, [], [Tickets.Opened("1"), Tickets.Noted("a")], Tickets.Command(stream, 1, 2));
        (await database.Store.AppendAsync(append, StoreDatabase.Ct)).ShouldHaveAppended(1, 2);
        return tenant;
    }

    // One connection, so that whatever stays on it is met again.
    static NpgsqlDataSource Application(StoreDatabase database, bool reset) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString) { MaxPoolSize = 1, NoResetOnClose = !reset }.ConnectionString);

    static async Task CheckUnnamedAsync(StoreDatabase database, bool reset)
    {
        var tenant = await WithRowsAsync(database);
        await using var source = Application(database, reset);
        // The only connection of the pool has worked for a tenant before.
        await NamedAsync(source, tenant, "select 1");

        foreach (var table in Tables)
            (await StoreDatabase.TextsAsync(source, $"select count(*) from {table}")).ShouldBe(["0"], table);
    }

    static async Task CheckAnotherAsync(StoreDatabase database, string other)
    {
        await WithRowsAsync(database);
        await using var source = Application(database, reset: true);

        foreach (var table in Tables)
            (await NamedAsync(source, other, $"select count(*) from {table}")).ShouldBe(["0"], table);
    }

    async Task CheckLeavesNoneAsync(Func<NpgsqlDataSource, string, string, Task<IReadOnlyList<string>>> read)
    {
        var tenant = await WithRowsAsync(database);
        await using var source = Application(database, reset: false);
        (await read(source, tenant, "select count(*) from ticket")).ShouldBe(["1"]);
        (await StoreDatabase.TextsAsync(source, "select count(*) from ticket")).ShouldBe(["0"]);
    }

    static async Task<IReadOnlyList<string>> NamedAsync(NpgsqlDataSource source, string tenant, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(StoreDatabase.Ct);
        await using var batch = connection.CreateBatch();
        batch.Add(Sql.SetTenant, Sql.Varchar(tenant));
        batch.Add(sql);
        await using var reader = await batch.ExecuteReaderAsync(StoreDatabase.Ct);
        var texts = new List<string>();
        await reader.NextResultAsync(StoreDatabase.Ct);
        while (await reader.ReadAsync(StoreDatabase.Ct))
            texts.Add(reader.GetValue(0).ToString()!);
        return texts;
    }

    static async Task<IReadOnlyList<string>> NamedForTheSessionAsync(NpgsqlDataSource source, string tenant, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(StoreDatabase.Ct);
        await using (var name = new NpgsqlCommand("select set_config('es.tenant', $1, false)", connection))
        {
            name.Parameters.Add(Sql.Varchar(tenant));
            await name.ExecuteNonQueryAsync(StoreDatabase.Ct);
        }
        await using var command = new NpgsqlCommand(sql, connection);
        return [(await command.ExecuteScalarAsync(StoreDatabase.Ct))!.ToString()!];
    }
}
