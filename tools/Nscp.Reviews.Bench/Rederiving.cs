using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Bench;

/// <summary>From the answer to an accepted list of bank holidays until the last case tells what moved.</summary>
/// <param name="Moved">How many of the open clocks moved.</param>
sealed record RederivingFigure(string Server, int Cases, int OpenClocks, int Moved, double Seconds, long MegabytesGrown);

/// <summary>Ten thousand open clocks, most of which the list moves: cases made over HTTP, the list accepted over HTTP, the product's own runner.</summary>
static class Rederiving
{
    const int Cases = 1_000, Agencies = 8, AtOnce = 8;

    /// <summary>Christmas lies between the requests of November and what is due in January; Christmas Eve is added, withdrawn, added.</summary>
    const string ChristmasEve = "2026-12-24";

    public static async Task<IReadOnlyList<RederivingFigure>> MeasureAsync(string repository, int rounds)
    {
        await using var place = await BenchPlace.OpenAsync(repository, CancellationToken.None);
        await place.Host.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(place.Address, "/api/v1/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", place.TokenOf("development-manager")) } };
        await Parallel.ForEachAsync(Enumerable.Range(0, Cases), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, ct) => await OpenAsync(http, n, ct));
        var figures = new List<RederivingFigure>();
        for (var round = 0; round < rounds; round++)
        {
            await CaughtUpAsync(place);
            GC.Collect();
            var (open, before, memory) = (await CountAsync(place, OpenSql), await CountAsync(place, MovedSql), Environment.WorkingSet);
            await AcceptAsync(place, round % 2 == 0);
            var begun = Stopwatch.GetTimestamp();
            await CaughtUpAsync(place);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            figures.Add(new(place.Server, Cases, open, await CountAsync(place, MovedSql) - before, seconds, (Environment.WorkingSet - memory) / 1024 / 1024));
        }
        return figures;
    }

    const string OpenSql = "select count(*)::int from mt_doc_clock where data ->> 'reference' like 'RD%' and is_open and due_on is not null and (data ->> 'inWorkingDays')::bool";
    const string MovedSql = "select count(*)::int from mt_events where type = 'due_date_moved'";

    static async Task OpenAsync(HttpClient http, int n, CancellationToken ct)
    {
        var reference = string.Create(CultureInfo.InvariantCulture, $"RD{n}");
        await PostAsync(http, "cases", $$"""
            {"reference":"{{reference}}","what":"death","children":[{"label":"Child R","outcome":"died"}],"awareOn":"2026-11-16","suspectedOn":"2026-11-16","district":"bassetlaw","happenedOn":"2026-11-16"}
            """, ct);
        for (var agency = 0; agency < Agencies; agency++)
            await PostAsync(http, $"cases/{reference}/information-request", $$"""{"agency":"{{Asked[agency]}}","workingDays":30,"happenedOn":"2026-11-20"}""", ct);
    }

    static readonly string[] Asked = ["NCC-CSC", "NCC-PH", "NOTTS-POLICE", "NHCFT", "SFHT", "NUH", "NN-ICB", "NCC"];

    static async Task PostAsync(HttpClient http, string route, string body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{route}: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    static async Task AcceptAsync(BenchPlace place, bool withChristmasEve)
    {
        var feed = JsonNode.Parse(ShippedCalendar.FeedBytes())!;
        if (withChristmasEve)
            feed[BankHolidayFeed.EnglandAndWales]!["events"]!.AsArray().Add(new JsonObject { ["title"] = "Christmas Eve", ["date"] = ChristmasEve, ["notes"] = "", ["bunting"] = false });
        using var http = new HttpClient { BaseAddress = new Uri(place.Address, "/api/v1/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", place.TokenOf("administrator")) } };
        await PostAsync(http, "calendar/revisions", feed.ToJsonString(), CancellationToken.None);
    }

    // The follower has passed the last list, and no message of it is left.
    const string IsBehindSql =
        """
        select (exists (select from mt_events where type = 'calendar_revision_accepted' and seq_id > coalesce((select last_seq_id from mt_event_progression where name = 'calendar-moves:All'), 0))
            or exists (select from wolverine.wolverine_incoming_envelopes where status <> 'Handled'))::int
        """;

    /// <summary>Until the last case has been told.</summary>
    static async Task CaughtUpAsync(BenchPlace place)
    {
        while (await CountAsync(place, IsBehindSql) > 0) await Task.Delay(10);
    }

    static async Task<int> CountAsync(BenchPlace place, string sql)
    {
        await using var connection = new NpgsqlConnection(place.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
