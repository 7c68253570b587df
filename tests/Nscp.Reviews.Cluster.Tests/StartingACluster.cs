using System.Net;
using System.Net.Sockets;
using Npgsql;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Cluster.Tests;

public sealed class StartingACluster
{
    [Fact]
    public async Task A_second_time_keeps_the_data()
    {
        using var own = new OwnCluster();
        await using (var first = await own.StartAsync())
            await Sql.RunAsync(first.OwnerConnectionString, "create table kept as select 42 as n");

        await using var second = await own.StartAsync();

        (await Sql.ScalarAsync(second.OwnerConnectionString, "select n from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Is_over_when_the_last_who_uses_it_leaves()
    {
        using var own = new OwnCluster();
        var first = await own.StartAsync();
        var second = await own.StartAsync();

        await first.DisposeAsync();
        (await Sql.ScalarAsync(second.AppConnectionString, "select 1")).ShouldBe(1);
        await second.DisposeAsync();

        await Should.ThrowAsync<NpgsqlException>(() => Sql.ScalarAsync(second.AppConnectionString, "select 1"));
    }

    [Fact]
    public async Task Recovers_what_was_committed_before_its_server_was_killed()
    {
        using var own = new OwnCluster(durable: true);
        var killed = await own.StartAsync();
        await Sql.RunAsync(killed.OwnerConnectionString, "create table kept as select 42 as n");
        Postmaster.Read(Path.Combine(killed.Folder, "postgres"))!.Kill();

        await using var next = await own.StartAsync();

        (await Sql.ScalarAsync(next.OwnerConnectionString, "select n from kept")).ShouldBe(42);
        await killed.DisposeAsync();
    }

    /// <summary>Its clients look for it where it was.</summary>
    [Fact]
    public async Task Waits_for_the_last_processes_of_a_killed_server_and_keeps_its_port()
    {
        using var own = new OwnCluster();
        var killed = await own.StartAsync();
        await using var connection = new NpgsqlConnection(killed.SuperuserConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var lingering = connection.ProcessID;
        await Signal.SendAsync("STOP", lingering);
        Postmaster.Read(Path.Combine(killed.Folder, "postgres"))!.Kill();
        var log = Path.Combine(killed.Folder, "postgres.log");

        var starting = own.StartAsync();
        while (!(await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).Contains("shared memory", StringComparison.Ordinal) && !starting.IsCompleted)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await Signal.SendAsync("CONT", lingering);

        await using var next = await starting;
        next.Port.ShouldBe(killed.Port);
        await killed.DisposeAsync();
    }

    [Fact]
    public async Task Takes_over_a_server_that_a_killed_program_left()
    {
        using var own = new OwnCluster();
        string folder;
        await using (var first = await own.StartAsync())
            folder = first.Folder;
        var nobodys = await own.StartServerAsync(folder);
        var before = Postmaster.Read(Path.Combine(folder, "postgres"))!;

        await using (var next = await own.StartAsync())
            next.Port.ShouldBe(nobodys);

        before.IsAlive.ShouldBeFalse("the one who took it over stops it");
    }

    [Fact]
    public async Task Is_not_held_up_by_a_number_that_another_program_has_now()
    {
        using var own = new OwnCluster();
        string pidFile;
        await using (var first = await own.StartAsync())
            pidFile = Path.Combine(first.Folder, "postgres", "postmaster.pid");
        await File.WriteAllTextAsync(pidFile, $"{Environment.ProcessId}\n");

        await using var second = await own.StartAsync();

        (await Sql.ScalarAsync(second.AppConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Chooses_another_port_where_its_own_is_taken()
    {
        using var own = new OwnCluster();
        int taken;
        await using (var first = await own.StartAsync())
            taken = first.Port;
        using var other = new TcpListener(IPAddress.Loopback, taken);
        other.Start();

        await using var second = await own.StartAsync();

        second.Port.ShouldNotBe(taken);
        (await Sql.ScalarAsync(second.AppConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Listens_on_this_machine_only_and_asks_for_the_password()
    {
        using var own = new OwnCluster();
        await using var cluster = await own.StartAsync();

        (await Sql.ScalarAsync(cluster.SuperuserConnectionString, "show listen_addresses")).ShouldBe("127.0.0.1");
        (await Sql.ScalarAsync(cluster.SuperuserConnectionString, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'")).ShouldBe(0L);
        var wrong = new NpgsqlConnectionStringBuilder(cluster.AppConnectionString) { Password = "guessed" };
        (await Should.ThrowAsync<PostgresException>(() => Sql.ScalarAsync(wrong.ConnectionString, "select 1")))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        File.GetUnixFileMode(Path.Combine(own.Data, "postgres.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Is_refused_over_data_of_a_version_that_is_not_there()
    {
        using var own = new OwnCluster();
        string version;
        await using (var first = await own.StartAsync())
            version = Path.Combine(first.Folder, "postgres", "PG_VERSION");
        await File.WriteAllTextAsync(version, "12\n");

        foreach (var kind in new[] { PostgresKind.Installed, PostgresKind.Embedded })
        {
            var refused = await Should.ThrowAsync<ClusterException>(() => own.StartAsync(kind));
            refused.Message.ShouldContain("was made by PostgreSQL 12");
            refused.Message.ShouldContain("Reviews__DataFolder");
            refused.Message.ShouldContain("ConnectionStrings__Reviews");
        }
    }

    [Fact]
    public async Task Starts_afresh_after_a_kill_while_it_was_made()
    {
        using var own = new OwnCluster();
        Directory.CreateDirectory(Path.Combine(own.Data, "postgres.new", "base"));

        await using var cluster = await own.StartAsync();

        (await Sql.ScalarAsync(cluster.AppConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Takes_another_place_and_names_it_where_its_user_cannot_enter()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root's server runs as another user.");
        using var own = new OwnCluster(reachable: false);

        await using (var first = await own.StartAsync())
        {
            first.Folder.ShouldBe(own.Places);
            own.Said.ShouldContain(line => line.Contains(own.Places) && line.Contains(own.Data));
            await Sql.RunAsync(first.OwnerConnectionString, "create table kept as select 42 as n");
        }

        await using var second = await own.StartAsync();
        (await Sql.ScalarAsync(second.OwnerConnectionString, "select n from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Uses_the_kind_that_is_asked_for()
    {
        using var own = new OwnCluster();
        var kind = ClusterOptions.KindFromEnvironment();
        Assert.SkipWhen(kind is null, "No kind was asked for.");

        await using var cluster = await own.StartAsync();

        cluster.Kind.ShouldBe(kind!.Value);
        (await Sql.ScalarAsync(cluster.AppConnectionString, "select current_setting('server_version_num')::int / 10000")).ShouldBe(cluster.ServerVersion);
    }
}
