using Microsoft.Extensions.DependencyInjection;
using Nscp.Reviews.Api.Tests;

namespace Nscp.Reviews.Record.Tests;

/// <summary>A command costs one round trip to read and two to write: the batch and the commit, whatever it records; and nothing else goes over the wire.</summary>
public class CountingRoundTrips(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takes_one_to_read_and_two_to_write(bool withKey)
    {
        await using var counted = await Counted.StartAsync(database);
        for (var use = 1; use <= 4; use++)
        {
            await counted.RecordAsync(withKey, facts: 1);
            counted.Proxy.Take().ShouldBe(3, $"use {use}");
        }
        await counted.RecordAsync(withKey, facts: 50);
        counted.Proxy.Take().ShouldBe(3, "fifty facts");
    }

    [Fact]
    public async Task Takes_one_when_there_is_nothing_to_record()
    {
        await using var counted = await Counted.StartAsync(database);
        await counted.RecordAsync(withKey: true, facts: 1);
        counted.Proxy.Take();

        await counted.WriteStep.RunAsync<string>(counted.Tenant, Cases.ByReference("24-1"), Cases.Key("k1"), session => Task.FromResult<Step<string>>(new Step<string>.Answer($"{session.Read.Version}")), RecordDatabase.Ct);

        counted.Proxy.Take().ShouldBe(1);
    }

    /// <summary>What a Marten user would write: it counts more, so that the counting is known to count.</summary>
    [Fact]
    public async Task Catches_a_store_that_looks_things_up_one_by_one()
    {
        await using var counted = await Counted.StartAsync(database);
        await counted.RecordAsync(withKey: true, facts: 1);
        await using var naive = new Naive(counted.Proxy.ConnectionString, counted.Tenant);
        await using var session = naive.Session(counted.Tenant);
        counted.Proxy.Take();

        var reference = await session.LoadAsync<ReferenceDocument>("24-1", RecordDatabase.Ct);
        var read = await session.Events.FetchStreamAsync(reference!.CaseId, token: RecordDatabase.Ct);
        await session.LoadAsync<CommandRecord>("k", RecordDatabase.Ct);
        session.Events.Append(reference.CaseId, read.Count + 1, Cases.Agreed("x"));
        await session.SaveChangesAsync(RecordDatabase.Ct);

        counted.Proxy.Take().ShouldBeGreaterThan(3);
    }

    sealed class Counted : IAsyncDisposable
    {
        readonly Microsoft.AspNetCore.Builder.WebApplication _host;
        int _used;

        Counted(CountingProxy proxy) => (Proxy, _host) = (proxy, RecordDatabase.Host(proxy.ConnectionString));

        /// <summary>With a case that stands, so that the connection is open.</summary>
        internal static async Task<Counted> StartAsync(RecordDatabase database)
        {
            var counted = new Counted(new CountingProxy(database.ApplicationConnectionString));
            await counted.WriteStep.RunAsync<string>(counted.Tenant, Cases.ByReference("24-1"), null, session => Task.FromResult<Step<string>>(
                new Step<string>.Save(Cases.Saving(session, counted.Tenant, null, Cases.Reported("24-1")), "opened")), RecordDatabase.Ct);
            counted.Proxy.Take();
            return counted;
        }

        internal CountingProxy Proxy { get; }

        internal string Tenant { get; } = Cases.NewTenant();

        internal RecordMilestone WriteStep => _host.Services.GetRequiredService<RecordMilestone>();

        internal async Task RecordAsync(bool withKey, int facts)
        {
            var key = withKey ? Cases.Key($"k{++_used}") : null;
            (await WriteStep.RunAsync<string>(Tenant, Cases.ByReference("24-1"), key, session => Task.FromResult<Step<string>>(new Step<string>.Save(
                Cases.Saving(session, Tenant, key is null ? null : Cases.Command(session, key, facts), [.. Enumerable.Range(0, facts).Select(i => Cases.Agreed($"{i}"))]), "recorded")), RecordDatabase.Ct)).ShouldBe("recorded");
        }

        public async ValueTask DisposeAsync()
        {
            await _host.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
