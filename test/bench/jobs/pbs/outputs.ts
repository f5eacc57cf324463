/**
 * Outputs of `qstat -f`, shortened by attributes that nobody reads: of an OpenPBS of 2026 and of a Torque 6.1.3 that ran such jobs, both
 * built from their sources.
 */
export const FINISHED = `Job Id: 10.server.lab
    Job_Name = bench
    Job_Owner = me@server.lab
    resources_used.cput = 00:00:00
    resources_used.walltime = 01:00:12
    job_state = F
    queue = workq
    ctime = Thu Nov 26 05:23:35 2026
    exec_host = node-1/0*2+node-2/0+node-1/1
    Output_Path = server.lab:/jobs/a b/scheduler.log
    Resource_List.select = 2:tank-870=true
    stime = Thu Nov 26 05:23:35 2026
    substate = 93
    Variable_List = PBS_O_HOME=/home/me,PBS_O_LOGNAME=me,
\tPBS_O_WORKDIR=/jobs/c\\,OVBENCH_TOKEN=not this one,
\tOVBENCH_TOKEN=token-1,PBS_O_HOST=server.lab
    comment = Job run at Thu Nov 26 at 05:23 on (node-1:ncpus=1) and terminated 
\tby me@server.lab
    Exit_status = 7
    Submit_arguments = -f -C -j oe -S /bin/sh -m n -o scheduler.log -N bench -r n
\t s.sh
    project = _pbs_project_default

`;

/** A job that was deleted before it ran. */
export const DELETED = `Job Id: 11.server.lab
    Job_Name = bench
    job_state = F
    ctime = Thu Nov 26 05:23:35 2026
    substate = 91
    comment = Not Running: Not enough free nodes available and terminated

`;

/** The array itself, a task that ended, one that runs, and one that was deleted before it ran and has the array's exit status. */
export const ARRAY = `Job Id: 13[].server.lab
    Job_Name = bench
    job_state = B
    ctime = Thu Nov 26 05:23:36 2026
    stime = Thu Nov 26 05:23:36 2026
    comment = Job Array Began at Thu Nov 26 at 05:23
    Exit_status = 1
    array = True
    array_indices_submitted = 1-3

Job Id: 13[1].server.lab
    Job_Name = bench
    resources_used.walltime = 00:00:11
    job_state = X
    ctime = Thu Nov 26 05:23:36 2026
    exec_host = node-1/0
    comment = Job run at Thu Nov 26 at 05:23 on (node-1:ncpus=1) and failed
    Exit_status = 5
    array_id = 13[].server.lab
    array_index = 1

Job Id: 13[2].server.lab
    Job_Name = bench
    resources_used.walltime = 00:00:00
    job_state = R
    ctime = Thu Nov 26 05:23:36 2026
    exec_host = node-2/0
    stime = Thu Nov 26 05:23:38 2026
    array_index = 2

Job Id: 13[3].server.lab
    Job_Name = bench
    job_state = X
    ctime = Thu Nov 26 05:23:36 2026
    comment = Subjob finished
    Exit_status = 1

`;

/** Torque names the tasks of an array by their numbers, and does not tell of the array beside them. */
export const TORQUE = `Job Id: 45[1].server
    Job_Name = bench-1
    Job_Owner = me@server
    resources_used.walltime = 00:00:03
    job_state = C
    ctime = Thu Nov 26 05:45:14 2026
    exec_host = node-1/0+node-1/1
    Variable_List = PBS_O_QUEUE=batch,PBS_O_HOME=/home/me,
\tOVBENCH_TOKEN=token-1,PBS_O_INITDIR=/jobs/bench
    comment = Job started on Thu Nov 26 at 05:45
    exit_status = 0
    job_array_id = 1
    start_time = Thu Nov 26 05:45:14 2026

Job Id: 45[2].server
    Job_Name = bench-2
    job_state = C
    ctime = Thu Nov 26 05:45:14 2026
    exec_host = node-2/0
    comment = Job started on Thu Nov 26 at 05:45
    exit_status = -11
    start_time = Thu Nov 26 05:45:14 2026

Job Id: 45[3].server
    Job_Name = bench-3
    job_state = R
    ctime = Thu Nov 26 05:45:14 2026
    exec_host = node-2/0
    start_time = Thu Nov 26 05:45:20 2026

Job Id: 45[4].server
    Job_Name = bench-4
    job_state = H
    ctime = Thu Nov 26 05:45:14 2026
    Hold_Types = a

`;
