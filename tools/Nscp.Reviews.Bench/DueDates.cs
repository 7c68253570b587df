using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Bench;

/// <summary>One due date by the shipped calendar, over Christmas: 5 working days as for a notification, 15 as for a rapid review, 250 as for about a year.</summary>
public class DueDates
{
    static readonly LocalDate Start = new(2024, 12, 20);
    static readonly WorkingDayCalendar Calendar = WorkingDayCalendar.Shipped;

    [Params(5, 15, 250)]
    public int N { get; set; }

    [Benchmark(Description = "due date")]
    public DueDate Date() => Counting.Due(Calendar, Start, Allowance.WorkingDays(N));

    [Benchmark(Description = "due date with its working")]
    public Working Explained() => Counting.Explain(Calendar, Start, Allowance.WorkingDays(N));

    [Benchmark(Description = "due date by rule B with clear days, back")]
    public DueDate DateByRuleB() => Counting.Due(Calendar, Start, Allowance.WorkingDays(N), Direction.Back, CountingRule.B, clearDays: true);

    [Benchmark(Description = "the same with its working")]
    public Working ExplainedByRuleB() => Counting.Explain(Calendar, Start, Allowance.WorkingDays(N), Direction.Back, CountingRule.B, clearDays: true);

    /// <summary>By BenchmarkDotNet in this process: the version that can be had knows no toolchain of its own for .NET 10.</summary>
    /// <exception cref="InvalidOperationException">A benchmark gave no figure.</exception>
    internal static IReadOnlyList<DueDateFigure> Measure()
    {
        Console.Error.WriteLine("Due dates");
        var config = ManualConfig.CreateEmpty().AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance).WithOptions(ConfigOptions.DisableLogFile);
        return [.. BenchmarkRunner.Run<DueDates>(config).Reports.Select(Figure)];
    }

    static DueDateFigure Figure(BenchmarkReport report)
    {
        var one = report.BenchmarkCase;
        var what = one.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(one);
        return report.ResultStatistics is { } time && bytes is { } allocated
            ? new DueDateFigure(what, (int)one.Parameters[nameof(N)], time.Mean, allocated)
            : throw new InvalidOperationException($"No figure for {one.DisplayInfo}.");
    }
}

/// <param name="Nanoseconds">Mean of one call.</param>
/// <param name="Bytes">Allocated by one call.</param>
sealed record DueDateFigure(string What, int WorkingDays, double Nanoseconds, long Bytes);
