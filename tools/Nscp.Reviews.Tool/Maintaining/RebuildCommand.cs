using System.Globalization;
using Npgsql;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;
using Nscp.Reviews.Tool.Running;
using Spectre.Console;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Makes projections again from the events while the host goes on: all of them, or the tables that are named.</summary>
static class RebuildCommand
{
    public static async Task<int> RunAsync(Workplace place, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        var known = ReviewsTables.All.Select(table => table.Name).ToList();
        if (tables.Except(known).FirstOrDefault() is { } unknown)
            throw new UsageException($"There is no read table '{unknown}'. There are: {string.Join(", ", known)}.");
        var policies = Policies();
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        await using var log = NpgsqlDataSource.Create(database.Log());
        try
        {
            var done = await Columns().StartAsync(context => ReviewsRebuild.RunAsync(
                log, (tenant, calendars) => World.Shipped(OrganisationCode.Parse(tenant)) with { Calendars = calendars, Policies = policies }, tables, new Told(context.AddTask("Making the projections again"), TimeProvider.System), cancellation));
            Console.WriteLine($"The projections are made again: {done.Streams} streams, {done.Events} events, {done.Rows} rows.");
            return 0;
        }
        catch (RebuildException refused)
        {
            throw new ToolException(refused.Message);
        }
    }

    /// <summary>Those that the host runs by, so that rebuilt rows equal live rows.</summary>
    static ClockPolicies Policies()
    {
        if (Environment.GetEnvironmentVariable("Reviews__LocalPolicies") is not { Length: > 0 } file) return ClockPolicies.Shipped;
        try
        {
            return ClockPolicies.Shipped.With(File.ReadAllBytes(file), OrganisationRegister.Shipped);
        }
        catch (Exception e) when (e is InvalidPolicyException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The partnerships' own policies in {file} (Reviews__LocalPolicies) cannot be used. {e.Message}");
        }
    }

    static Progress Columns() => AnsiConsole.Progress().Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn());

    /// <summary>Done, of, rate and time left. What an earlier run had folded already does not count for the rate.</summary>
    internal sealed class Told(ProgressTask task, TimeProvider time) : IProgress<RebuildProgress>
    {
        readonly long _began = time.GetTimestamp();
        long? _before;

        public void Report(RebuildProgress value)
        {
            _before ??= value.Events;
            task.MaxValue = Math.Max(value.OfEvents, 1);
            task.Value = Math.Min(value.Events, task.MaxValue);
            task.Description = Markup.Escape(Sentence(value, value.Events - _before.Value, time.GetElapsedTime(_began)));
            if (value.Phase is RebuildPhase.Done)
                task.Value = task.MaxValue;
        }
    }

    internal static string Sentence(RebuildProgress value, long now, TimeSpan taken) => value.Phase switch
    {
        RebuildPhase.Building => Counted(value) + Rate(value.OfEvents - value.Events, now, taken),
        RebuildPhase.CatchingUp => Counted(value) + ", catching up with what was recorded meanwhile",
        RebuildPhase.Comparing => Counted(value) + ", comparing with the live rows",
        RebuildPhase.Swapping => Counted(value) + ", writing the differences",
        RebuildPhase.Done => Counted(value),
    };

    static string Counted(RebuildProgress value) => string.Create(CultureInfo.InvariantCulture, $"{value.Events:n0} of {value.OfEvents:n0} events");

    static string Rate(long left, long now, TimeSpan taken)
    {
        if (now <= 0 || taken <= TimeSpan.Zero)
            return "";
        var rate = now / taken.TotalSeconds;
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(left, 0) / rate));
        return string.Create(CultureInfo.InvariantCulture, $", {rate:n0} a second, {(int)seconds.TotalMinutes}:{seconds.Seconds:00} left");
    }
}
