using System.Diagnostics;
using Npgsql;
using Nscp.Reviews.Tool.Maintaining;
using Nscp.Reviews.Tool.Replaying;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary><c>./build.sh migrate</c> and <c>./build.sh rebuild</c>, over the same data folder as a host that runs.</summary>
public sealed class RebuildingByCommand
{
    const string Spoil =
        """
        update mt_doc_case set data = jsonb_set(data, '{listed,stage}', '"closed"');
        delete from mt_doc_clock where id = (select min(id) from mt_doc_clock);
        insert into mt_doc_words select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid()))).* from mt_doc_words w limit 1
        """;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mends_spoiled_documents_while_the_host_runs_and_leaves_the_events_alone()
    {
        using var own = new OwnCluster();
        await using var cluster = await own.StartAsync();
        var place = new Tool.Workplace(Repository.Find()!, own.Options(), new Uri("http://localhost"));
        await using var told = new StringWriter();
        (await MigrateCommand.RunAsync(place, told, Ct)).ShouldBe(0, told.ToString());
        await using var host = new HostOnTrial(cluster.AppConnectionString, owner: null, log: null);
        await host.StartAsync();
        using var witness = new Witness();
        (await host.PlayAsync(Replays.Year2024To25, witness, Replays.GivesUpAtOnce)).ShouldBe(new Played(Replays.Year2024To25.Steps.Count, 0, null));
        var held = new Held(cluster);
        var (events, documents) = (await held.EventsAsync(), await held.WhatDocumentsSayAsync());
        await Sql.RunAsync(cluster.LogConnectionString, Spoil);
        (await held.WhatDocumentsSayAsync()).ShouldNotBe(documents);

        (await RebuildCommand.RunAsync(place, told, Ct)).ShouldBe(0, told.ToString());

        told.ToString().ShouldContain("were put right");
        (await held.WhatDocumentsSayAsync()).ShouldBe(documents);
        (await held.EventsAsync()).ShouldBe(events);
        (await host.PlayAsync(Replays.Year2024To25, witness, Replays.GivesUpAtOnce)).Failure.ShouldBeNull("the host goes on");
        witness.Contradictions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ends_what_a_rebuild_left_that_was_killed_in_the_middle()
    {
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        await using var host = new HostOnTrial(database);
        await host.StartAsync();
        using var witness = new Witness();
        (await host.PlayAsync(Replays.Year2024To25, witness, Replays.GivesUpAtOnce)).Failure.ShouldBeNull();
        var held = new Held(database);
        var documents = await held.WhatDocumentsSayAsync();
        await Sql.RunAsync(database.LogConnectionString, Spoil);

        await KillARebuildThatWaitsAsync(host, database);
        (await held.WhatDocumentsSayAsync()).ShouldNotBe(documents, "it was killed before it was done");
        var again = await held.RebuildAsync();

        again.ShouldContain("were put right");
        (await held.WhatDocumentsSayAsync()).ShouldBe(documents);
    }

    [Fact]
    public async Task Says_in_a_sentence_why_it_cannot_be_done()
    {
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        using var place = new TemporaryPlace();
        await using var told = new StringWriter();

        (await RebuildCommand.RunAsync(place.Workplace, Tool.Running.Database.Given(database.AppConnectionString, null, database.LogConnectionString), told, Ct)).ShouldBe(1);

        told.ToString().TrimEnd().ShouldEndWith("The rebuild broke off. What it has done stands, and it may be run again. The database has no schema yet: run ./build.sh migrate.");
    }

    /// <summary>A writer that does not end holds a case, and the rebuild waits for it in the middle of its page.</summary>
    static async Task KillARebuildThatWaitsAsync(HostOnTrial host, TestDatabase database)
    {
        await using var writer = new NpgsqlConnection(Roles.Unpooled(database.LogConnectionString));
        await writer.OpenAsync(Ct);
        await using var writing = await writer.BeginTransactionAsync(Ct);
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended(tenant_id || ' ' || id, 0)) from mt_streams order by id::text desc limit 1", writer))
            await hold.ExecuteNonQueryAsync(Ct);
        using var rebuild = Process.Start(HostProcess.Command(host.Place, host.Database, ["projections", "rebuild", "-p", "documents"]))!;
        while (await Sql.ScalarAsync(database.SuperuserConnectionString, "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())") is null)
        {
            rebuild.HasExited.ShouldBeFalse("it waits");
            await Task.Delay(50, Ct);
        }
        rebuild.Kill();
        await rebuild.WaitForExitAsync(Ct);
    }
}
