using Npgsql;
using Nscp.Reviews.Api.Tests;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 3, at every moment: a writer that dies between any two messages of its save leaves nothing, or all of it.</summary>
public class CuttingAnAppendOff(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    delegate Task<SaveOutcome> Saving(string connection, string tenant, CaseSession session, ToSave save);

    static readonly Saving Ours = (_, _, session, save) => session.SaveAsync(save, RecordDatabase.Ct);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Leaves_nothing_or_all_of_it_wherever_it_is_cut(bool withKey) => CheckAsync(Ours, withKey);

    [Fact]
    public async Task Catches_a_store_that_saves_twice() => await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(EventsFirstAsync, withKey: true));

    async Task CheckAsync(Saving saving, bool withKey)
    {
        var (messages, whole) = (0, 0);
        for (; await CutAsync(messages, saving, withKey) is { } stored; messages++) whole += stored ? 1 : 0;

        messages.ShouldBeGreaterThan(10, "every statement sends several messages");
        whole.ShouldBe(1, "only the last message commits");
    }

    /// <returns>Whether it was stored; null when so many messages are more than the save has, so that nothing was cut.</returns>
    async Task<bool?> CutAsync(int messages, Saving saving, bool withKey)
    {
        var (tenant, key) = (Cases.NewTenant(), withKey ? Cases.Key("k") : null);
        await using var proxy = new CountingProxy(new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString) { ApplicationName = tenant }.ConnectionString);
        await using var host = RecordDatabase.Host(proxy.ConnectionString);
        await using (var session = await ((Sessions)host.Services.GetService(typeof(Sessions))!).OpenAsync(tenant, Cases.ByReference("24-1"), key, RecordDatabase.Ct))
        {
            proxy.CutAfter(messages);
            try
            {
                (await saving(proxy.ConnectionString, tenant, session, ToSave(session, tenant, key))).ShouldBe(SaveOutcome.Saved, "a value that is not true");
                return null;
            }
            catch (Exception cut) when (cut is not ShouldAssertException)
            {
                await WaitForBackendAsync(tenant);
            }
        }

        var stored = await database.EverythingAsync(tenant);
        // What a client does that knows no better: the same again.
        var again = (await database.WriteStep.RunAsync<string>(
            tenant, Cases.ByReference("24-1"), key,
            session => Task.FromResult<Step<string>>(session.Read.Version > 0 ? new Step<string>.Answer(session.Command is null == (key is null) ? "stands" : "half") : new Step<string>.Save(ToSave(session, tenant, key), "recorded")),
            RecordDatabase.Ct)).ShouldNotBeNull();
        again.ShouldBe(stored.Count == 0 ? "recorded" : "stands", $"after {messages} messages half of it is stored:\n{string.Join('\n', stored)}");
        (await KindsAsync(tenant)).ShouldBe(
            ["mt_doc_case 1", "mt_doc_clock", .. withKey ? ["mt_doc_command 1"] : Array.Empty<string>(), "mt_doc_reference 1", "mt_doc_words 1", "mt_events 3", "mt_streams 1"]);
        return stored.Count > 0;
    }

    static ToSave ToSave(CaseSession session, string tenant, CommandKey? key) =>
        Cases.Saving(session, tenant, key is null ? null : Cases.Command(session, key, 3), Cases.Reported("24-1"), Cases.Agreed("a"), Cases.Agreed("b"));

    /// <summary>The events in one transaction, and what rests on them in the next.</summary>
    static async Task<SaveOutcome> EventsFirstAsync(string connection, string tenant, CaseSession session, ToSave save)
    {
        await session.SaveAsync(save with { Documents = DocumentChanges.None, Command = null }, RecordDatabase.Ct);
        await using var naive = new Naive(connection, tenant);
        await using var rest = naive.Session(tenant);
        save.Documents.AddTo(rest);
        rest.Insert(save.Command!);
        await rest.SaveChangesAsync(RecordDatabase.Ct);
        return SaveOutcome.Saved;
    }

    /// <summary>How many rows of each table; clocks are as many as the guidance has.</summary>
    async Task<IEnumerable<string>> KindsAsync(string tenant) =>
        (await database.EverythingAsync(tenant)).GroupBy(row => row.Split(' ')[0]).Select(rows => rows.Key == "mt_doc_clock" ? rows.Key : $"{rows.Key} {rows.Count()}");

    // It commits what it has read, whoever listens. On a busy machine it may not even have begun to read: so wait until it has come to the end, and has gone.
    Task WaitForBackendAsync(string application) => Waits.UntilAsync(
        async () => await database.TextsAsync($"select 1 from pg_stat_activity where application_name = '{application}'") is [], "the backend of the connection that was cut has gone");
}
