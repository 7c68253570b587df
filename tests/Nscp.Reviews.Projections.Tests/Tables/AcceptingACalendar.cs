using Npgsql;
using Nscp.Reviews.Api.Storage;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Tables;

/// <summary>A save rests on one revision of the calendar: accepting another waits for it, and it for the acceptance.</summary>
public class AcceptingACalendar(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    [Fact]
    public async Task Waits_for_a_save_that_rests_on_the_list_in_force_and_keeps_later_ones_from_resting_on_it()
    {
        (await InForceAsync()).ShouldBe(1, "the list that the program ships");
        await using var writer = await database.Sessions.SourceOf(Tenant).OpenConnectionAsync(Ct);
        await using var saving = await writer.BeginTransactionAsync(Ct);
        await AskAsync(writer, BeginsRestingOn(1));
        (await database.RecordAsync(Stories.Incident("24-2", "2024-05-02")).WaitAsync(TimeSpan.FromMinutes(1), Ct)).ShouldNotBe(Guid.Empty, "saves do not wait for each other");
        await using var outdated = await database.Sessions.OpenAsync(Tenant, new StreamAddress.ById(Guid.CreateVersion7()), null, Ct);
        await using var acceptedElsewhere = await database.Sessions.OpenAsync(CalendarStream.Tenant, new StreamAddress.ById(CalendarStream.Id), null, Ct);

        var accepting = database.AcceptAsync(2);
        await UntilAsync("select count(*)::text from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())", "1");
        accepting.IsCompleted.ShouldBeFalse();
        (await InForceAsync()).ShouldBe(1);
        await saving.CommitAsync(Ct);

        (await accepting).ShouldBe(SaveOutcome.Saved);
        (await InForceAsync()).ShouldBe(2);
        (await Should.ThrowAsync<PostgresException>(() => AskAsync(writer, BeginsRestingOn(1)))).SqlState.ShouldBe("ES001");
        await AskAsync(writer, BeginsRestingOn(2));
        (await outdated.SaveAsync(Opening("24-3"), Ct)).ShouldBe(SaveOutcome.Overtaken);
        (await acceptedElsewhere.SaveAsync(Acceptance(2), Ct)).ShouldBe(SaveOutcome.Overtaken);
        (await database.TextsAsync("select (select count(*) from mt_events where tenant_id = '*DEFAULT*') || ' ' || (select count(*) from mt_events where tenant_id <> '*DEFAULT*')")).ShouldBe(["1 1"], "nothing of what was refused is stored");

        var read = (await database.AskAsync(CalendarStream.Tenant, session => CalendarRevisions.ReadAsync(session, Ct)))[^1];
        (read.List.Revision, read.AcceptedBy, read.List.Holidays.SequenceEqual(CalendarList.Shipped.Holidays)).ShouldBe((2, Manager.Name, true));
        await using (var later = await database.Sessions.OpenAsync(Tenant, new StreamAddress.ById(Guid.CreateVersion7()), null, Ct))
        {
            later.CalendarInForce.ShouldBe(2, "each read tells the revision in force");
            (await later.SaveAsync(Opening("24-4"), Ct)).ShouldBe(SaveOutcome.Saved);
        }
        foreach (var change in (string[])["update mt_doc_calendar set revision = 1", "delete from mt_doc_calendar"])
            (await Should.ThrowAsync<PostgresException>(() => AskAsync(writer, change))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    static string BeginsRestingOn(int calendar) => $"select save_begins('NSCP', '{Guid.CreateVersion7()}', 0, {calendar}, false)";

    static ToSave Opening(string reference) => new(typeof(Case), [CaseStream.ToRecord(Stories.Incident(reference, "2024-05-02").Last)], DocumentChanges.None, null);

    Task<int> InForceAsync() => database.AskAsync(CalendarStream.Tenant, session => CalendarRevisions.InForceAsync(session, Ct));

    static async Task AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    async Task UntilAsync(string sql, string expected)
    {
        var end = Environment.TickCount64 + 60_000;
        while ((await database.TextsAsync(sql))[0] != expected)
        {
            if (Environment.TickCount64 > end) throw new TimeoutException($"Not {expected} after a minute: {sql}.");
            await Task.Delay(50, Ct);
        }
    }
}
